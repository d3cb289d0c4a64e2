// what: a method puts the handle into a holder, a member of a local object; when that dies, the holder closes it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <stdexcept>
#include <string>
#include <utility>

class Holder {
public:
  Holder() : raw_(nullptr) {}
  Holder(const Holder &) = delete;
  ~Holder() {
    if (raw_ != nullptr)
      PQfinish(raw_);
  }
  void set(PGconn *raw) {
    if (raw_ != nullptr)
      PQfinish(raw_);
    raw_ = raw;
  }
  operator PGconn *() const { return raw_; }
  operator bool() const { return raw_; }

private:
  PGconn *raw_;
};

class Rows {
public:
  explicit Rows(PGresult *rows) : rows_(rows) {}
  Rows(const Rows &) = delete;
  ~Rows() { PQclear(rows_); }
  operator PGresult *() const { return rows_; }

private:
  PGresult *rows_;
};

class Link {
public:
  explicit Link(std::string where) : where_(std::move(where)) {}
  virtual ~Link();
  static int version(const std::string &where);

private:
  void open(bool loudly);
  std::string where_;
  Holder link_;
};

Link::~Link() {
  if (link_ && PQstatus(link_) == CONNECTION_OK) {
    Rows rows(PQexec(link_, "DEALLOCATE all"));
    if (PQresultStatus(rows) != PGRES_COMMAND_OK)
      where_.clear();
  }
}

int Link::version(const std::string &where) {
  Link link(where);
  link.open(false);
  Rows rows(PQexec(link.link_, "SELECT version FROM schema_version"));
  if (PQresultStatus(rows) != PGRES_TUPLES_OK)
    throw std::runtime_error("no version: " + std::string(PQerrorMessage(link.link_)));
  return std::stoi(PQgetvalue(rows, 0, 0));
}

void Link::open(bool loudly) {
  PGconn *fresh = PQconnectdb(where_.c_str());
  if (!fresh)
    throw std::runtime_error("no memory");
  if (PQstatus(fresh) != CONNECTION_OK) {
    std::string why = loudly ? PQerrorMessage(fresh) : "";
    PQfinish(fresh);
    throw std::runtime_error(why);
  }
  link_.set(fresh);
}
