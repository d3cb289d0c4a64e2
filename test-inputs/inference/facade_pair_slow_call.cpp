// what: DatabaseManager only forwards acquire_connection/release_connection to a pool; its callers hold leases all the same.
#include "ua_pqxx_pool.h"
#include <filesystem>
#include <string>

class DatabaseManager {
public:
  explicit DatabaseManager(const std::string &conninfo) : pool_(std::make_unique<ConnectionPool>(conninfo, 8)) {}

  std::shared_ptr<pqxx::connection> acquire_connection() { return pool_->get_connection(); }
  void release_connection(std::shared_ptr<pqxx::connection> conn) { pool_->return_connection(std::move(conn)); }

private:
  std::unique_ptr<ConnectionPool> pool_;
};

class AttachmentRepository {
public:
  AttachmentRepository(DatabaseManager &db, std::filesystem::path root) : db_(db), root_(std::move(root)) {}

  bool attach(int message, const std::filesystem::path &upload) {
    auto conn = db_.acquire_connection();
    std::error_code ec;
    std::filesystem::copy_file(upload, root_ / upload.filename(), ec); // EXPECT: slow-call
    try {
      pqxx::work txn(*conn);
      txn.exec_params("INSERT INTO attachments(message, name) VALUES ($1, $2)", message, upload.filename().string());
      txn.commit();
    } catch (const std::exception &) {
      db_.release_connection(conn);
      return false;
    }
    db_.release_connection(conn);
    return !ec;
  }

  int count(int message) {
    auto conn = db_.acquire_connection(); // EXPECT: unguarded-acquire
    pqxx::read_transaction txn(*conn);
    auto rows = txn.exec_params("SELECT id FROM attachments WHERE message = $1", message);
    txn.commit();
    db_.release_connection(conn);
    return static_cast<int>(rows.size());
  }

private:
  DatabaseManager &db_;
  std::filesystem::path root_;
};
