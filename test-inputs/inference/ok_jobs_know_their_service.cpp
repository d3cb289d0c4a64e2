// what: a job refers to its service, which refers to a server that uses a store: what knows somebody who knows a session is none, so that a queue of jobs is no pool, whatever its methods are called.
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <sqlite3.h>
#include <string>
#include <vector>

class Store {
public:
  explicit Store(const std::string &file);
  ~Store();
  bool read(const std::string &text);

private:
  sqlite3 *handle_;
};

class StorePool {
public:
  Store *take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty())
      return nullptr;
    Store *store = idle_.back();
    idle_.pop_back();
    return store;
  }
  void giveBack(Store *store) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(store);
  }

private:
  std::mutex mutex_;
  std::vector<Store *> idle_;
};

class Server;

class Service {
public:
  explicit Service(Server &server) : server_(server) {}
  virtual ~Service();

protected:
  Server &server_;
};

class Job {
public:
  explicit Job(Service *service) : service_(service) {}
  virtual ~Job();
  virtual bool run(Store &store);
  std::string answer;

private:
  Service *service_;
};

class JobQueue {
public:
  std::unique_ptr<Job> get();
  void push(std::unique_ptr<Job> &&job);

private:
  std::multimap<int, std::unique_ptr<Job>> waiting_;
};

class Server {
public:
  std::unique_ptr<Job> getJob(const std::string &line);
  void accept(const std::string &line);
  void serve(std::unique_ptr<Job> &&job, bool later);

private:
  std::map<std::string, Service *> services_;
  JobQueue jobs_;
  Store *store_ = nullptr;
};

void Server::accept(const std::string &line) {
  std::unique_ptr<Job> job = getJob(line);
  if (job->answer == "status")
    return;
  serve(std::move(job), true);
}

void Server::serve(std::unique_ptr<Job> &&job, bool later) {
  if (later)
    jobs_.push(std::move(job));
  else
    job->run(*store_);
}

bool commitInTurn(std::unique_ptr<Job> &job, std::timed_mutex &turn) {
  if (!turn.try_lock_for(std::chrono::seconds(5)))
    return false;
  job->answer = "done";
  turn.unlock();
  return true;
}

bool workOne(JobQueue &jobs, Store &store) {
  std::unique_ptr<Job> job = jobs.get();
  return job && job->run(store);
}
