// what: right: the lease ends with its block; the thread gets strings that were read from it, and `this` of an object that has only the pool
#include "bg_pqxx_pool.h"
#include <cstdio>
#include <string>
#include <thread>

class Exporter {
public:
  explicit Exporter(PqxxPool &pool) : pool_(pool) {}
  ~Exporter() {
    if (worker_.joinable())
      worker_.join();
  }

  bool start(long id) {
    if (worker_.joinable())
      return false;
    std::string path, host;
    {
      PqxxPool::Lease conn = pool_.lease();
      pqxx::read_transaction tx(*conn);
      path = tx.exec_params1("SELECT path FROM exports WHERE id = $1", id)[0].as<std::string>();
      host = conn->hostname();
    }
    worker_ = std::thread(&Exporter::run, this, id, path, host);
    return true;
  }

private:
  void run(long id, const std::string &path, const std::string &host) {
    std::printf("exporting to %s from %s\n", path.c_str(), host.c_str());
    PqxxPool::Lease conn = pool_.lease();
    pqxx::work tx(*conn);
    tx.exec_params("UPDATE exports SET done = true WHERE id = $1", id);
    tx.commit();
  }

  PqxxPool &pool_;
  std::thread worker_;
};
