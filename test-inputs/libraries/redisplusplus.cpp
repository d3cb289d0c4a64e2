// what: redis-plus-plus: transactions and pipelines, which have a connection of their own, across waits, in a thread, without an end; and what is right
#include "libraries/redisplusplus.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;
using sw::redis::Redis;

void waits(Redis &redis) {
  auto pipeline = redis.pipeline();
  pipeline.set("a", "1");
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "'pipeline'"
  pipeline.exec();
}

void waitsForElement(Redis &redis) {
  auto transaction = redis.transaction();
  transaction.set("a", "1");
  redis.blpop("jobs", 60); // EXPECT: slow-call "waits for an element of a Redis list"
  transaction.exec();
}

void inThread(Redis &redis) {
  auto pipeline = redis.pipeline();
  std::thread([&pipeline] { pipeline.set("a", "1").exec(); }).detach(); // EXPECT: background-task "'pipeline'"
}

bool forgetsToExec(Redis &redis) {
  auto transaction = redis.transaction(); // EXPECT: unfinished-transaction
  transaction.set("a", "1").set("b", "2");
  return true;
}

bool executes(Redis &redis, bool wanted) {
  auto transaction = redis.transaction();
  transaction.set("a", "1").set("b", "2").get("a");
  if (!wanted) {
    transaction.discard();
    return false;
  }
  transaction.exec();
  return true;
}

void rightly(Redis &redis) {
  {
    auto pipeline = redis.pipeline();
    pipeline.set("a", "1").set("b", "2").exec();
  }
  redis.blpop("jobs", 60);
}
