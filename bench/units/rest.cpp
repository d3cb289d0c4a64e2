// An HTTP service over SOCI: cpp-httplib, JSON, formatting of times, a worker thread.
// flags: -std=c++20
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <httplib.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <soci/soci.h>
#include <sstream>
#include <thread>

using nlohmann::json;

class Worker {
public:
  Worker() : thread([this] { run(); }) {}
  ~Worker() {
    post(nullptr);
    thread.join();
  }
  void post(std::function<void()> task) {
    std::lock_guard lock(mutex);
    tasks.push_back(std::move(task));
    ready.notify_one();
  }

private:
  void run() {
    for (;;) {
      std::unique_lock lock(mutex);
      ready.wait(lock, [this] { return !tasks.empty(); });
      std::function<void()> task = std::move(tasks.front());
      tasks.pop_front();
      lock.unlock();
      if (!task)
        return;
      task();
    }
  }

  std::mutex mutex;
  std::condition_variable ready;
  std::deque<std::function<void()>> tasks;
  std::thread thread;
};

struct Customer {
  int id = 0;
  std::string name;
  std::optional<std::string> mail;
};

void to_json(json &to, const Customer &c) {
  to = {{"id", c.id}, {"name", c.name}, {"mail", c.mail.value_or("")}};
}

std::vector<Customer> find(soci::session &sql, const std::string &name) {
  std::vector<Customer> found;
  soci::rowset<soci::row> rows = (sql.prepare << "SELECT id, name, mail FROM customers WHERE name = :n",
                                  soci::use(name, "n"));
  for (const soci::row &row : rows) {
    Customer c{row.get<int>(0), row.get<std::string>(1), {}};
    if (row.get_indicator(2) == soci::i_ok)
      c.mail = row.get<std::string>(2);
    found.push_back(std::move(c));
  }
  return found;
}

void serve(soci::connection_pool &pool, Worker &worker) {
  httplib::Server server;
  server.Get("/customers", [&](const httplib::Request &request, httplib::Response &response) {
    json body;
    {
      soci::session sql(pool);
      body = find(sql, request.get_param_value("name"));
    }
    response.set_content(body.dump(), "application/json");
  });
  server.Post("/visits", [&](const httplib::Request &request, httplib::Response &response) {
    const json visit = json::parse(request.body);
    worker.post([&pool, id = visit.at("customer").get<int>()] {
      soci::session sql(pool);
      sql << "UPDATE customers SET visits = visits + 1 WHERE id = :id", soci::use(id);
    });
    std::ostringstream text;
    text << std::chrono::system_clock::now().time_since_epoch().count();
    response.set_content(text.str(), "text/plain");
  });
  server.listen("127.0.0.1", 8080);
}
