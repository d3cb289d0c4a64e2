// what: right: a pqxx::result holds all its rows and does not need the connection any more, so the task may have it
#include "bg_pqxx_pool.h"
#include "bg_work_queue.h"
#include <cstdio>
#include <string>

class MonthlyMailer {
public:
  MonthlyMailer(PqxxPool &pool, WorkQueue &later) : pool_(pool), later_(later) {}

  void send(const std::string &month) {
    PqxxPool::Lease conn = pool_.lease();
    pqxx::read_transaction tx(*conn);
    pqxx::result invoices = tx.exec_params("SELECT email, total FROM invoices WHERE month = $1", month);
    later_.submit([invoices, month] {
      for (const auto &row : invoices)
        std::printf("%s: %s owes %s\n", month.c_str(), row[0].c_str(), row[1].c_str());
    });
  }

private:
  PqxxPool &pool_;
  WorkQueue &later_;
};
