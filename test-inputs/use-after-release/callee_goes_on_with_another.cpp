// what: a helper that finds its connection broken closes it and goes on with another; the caller keeps the closed one
#include <hiredis/hiredis.h>

#include <cstdio>

static redisContext *current;

void *ask(redisContext *context, const char *text) {
  while (context->err != 0) {
    redisFree(context);
    context = redisConnect("host", 6379);
  }
  void *reply = redisCommand(context, text);
  current = context;
  return reply;
}

void both() {
  redisContext *source = redisConnect("source", 6379);
  if (source == nullptr || source->err != 0) {
    redisFree(source);
    return;
  }
  freeReplyObject(ask(source, "INFO"));
  freeReplyObject(ask(source, "DBSIZE")); // EXPECT: use-after-release "'source' is used after it was given back"
  redisFree(source);
}

// Always another one.
void renew(redisContext *context) {
  redisFree(context);
  context = redisConnect("host", 6379);
  current = context;
}

void twice() {
  redisContext *source = redisConnect("source", 6379);
  if (source == nullptr)
    return;
  renew(source);
  redisFree(source); // EXPECT: use-after-release "a second time"
}

// The variable that the helper fills is the one that is handed in.
void right() {
  current = redisConnect("source", 6379);
  freeReplyObject(ask(current, "INFO"));
  freeReplyObject(ask(current, "DBSIZE"));
  redisFree(current);
  current = nullptr;
}

// The caller gets the other one.
redisContext *connected(redisContext *context) {
  if (context->err != 0) {
    redisFree(context);
    context = redisConnect("host", 6379);
  }
  return context;
}

void handsBack() {
  redisContext *source = redisConnect("source", 6379);
  if (source == nullptr)
    return;
  source = connected(source);
  freeReplyObject(redisCommand(source, "INFO"));
  redisFree(source);
}

void refresh(redisContext **context) {
  if ((*context)->err != 0) {
    redisFree(*context);
    *context = redisConnect("host", 6379);
  }
}

void handsBackByPointer() {
  redisContext *source = redisConnect("source", 6379);
  if (source == nullptr)
    return;
  refresh(&source);
  freeReplyObject(redisCommand(source, "INFO"));
  redisFree(source);
}

// The status says that it is gone.
bool works(redisContext *context) {
  if (context->err != 0) {
    redisFree(context);
    return false;
  }
  return true;
}

void asksFirst() {
  redisContext *source = redisConnect("source", 6379);
  if (source == nullptr || !works(source))
    return;
  freeReplyObject(redisCommand(source, "INFO"));
  redisFree(source);
}
