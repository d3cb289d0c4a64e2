// what: ODBC: a connection's handle that a failed connect leaks, in a function and in a constructor; and what is right
#include "libraries/odbc.h"
#include <stdexcept>
#include <string>

bool worked(SQLRETURN rc) { return rc == SQL_SUCCESS || rc == SQL_SUCCESS_WITH_INFO; }

std::string why(SQLSMALLINT type, SQLHANDLE handle) {
  SQLCHAR state[6], text[512];
  SQLINTEGER error;
  SQLSMALLINT length;
  return worked(SQLGetDiagRec(type, handle, 1, state, &error, text, sizeof text, &length)) ? (char *)text : "";
}

SQLRETURN connect(SQLHDBC dbc, std::string dsn) {
  return SQLDriverConnect(dbc, nullptr, (SQLCHAR *)dsn.data(), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
}

SQLHDBC open(SQLHENV env, const std::string &dsn) {
  SQLHDBC dbc = nullptr;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc))) // EXPECT: unguarded-acquire
    return nullptr;
  if (!SQL_SUCCEEDED(connect(dbc, dsn)))
    throw std::runtime_error(why(SQL_HANDLE_DBC, dbc));
  return dbc;
}

SQLHDBC openRightly(SQLHENV env, const std::string &dsn) {
  SQLHDBC dbc = nullptr;
  SQLRETURN rc = SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc);
  if (!worked(rc))
    throw std::runtime_error(why(SQL_HANDLE_ENV, env));
  rc = connect(dbc, dsn);
  if (!worked(rc)) {
    std::string because = why(SQL_HANDLE_DBC, dbc);
    SQLFreeHandle(SQL_HANDLE_DBC, dbc);
    throw std::runtime_error(because);
  }
  return dbc;
}

// As long as the handle is connected, it is not freed.
void shut(SQLHDBC dbc) {
  if (!worked(SQLFreeHandle(SQL_HANDLE_DBC, dbc))) {
    SQLDisconnect(dbc);
    SQLFreeHandle(SQL_HANDLE_DBC, dbc);
  }
}

void twice(SQLHDBC dbc) {
  SQLDisconnect(dbc);
  if (SQLFreeHandle(SQL_HANDLE_DBC, dbc) == SQL_SUCCESS)
    SQLFreeHandle(SQL_HANDLE_DBC, dbc); // EXPECT: use-after-release
}

// Environments and statements are none of it.
int rows(SQLHDBC dbc, std::string text) {
  SQLHSTMT statement = nullptr;
  if (!worked(SQLAllocHandle(SQL_HANDLE_STMT, dbc, &statement)))
    return -1;
  if (!worked(SQLExecDirect(statement, (SQLCHAR *)text.data(), SQL_NTS)))
    return -1;
  int n = 0;
  while (worked(SQLFetch(statement)))
    ++n;
  SQLFreeHandle(SQL_HANDLE_STMT, statement);
  return n;
}

class Link {
public:
  explicit Link(const std::string &dsn) : dsn_(dsn) { connect(); }
  Link(const Link &) = delete;
  Link &operator=(const Link &) = delete;
  ~Link() {
    if (dbc_) {
      SQLDisconnect(dbc_);
      SQLFreeHandle(SQL_HANDLE_DBC, dbc_);
      SQLFreeHandle(SQL_HANDLE_ENV, env_);
    }
  }
  void again() {
    SQLDisconnect(dbc_);
    SQLFreeHandle(SQL_HANDLE_DBC, dbc_);
    dbc_ = nullptr;
    connect();
  }

private:
  void connect() {
    if (!env_ && !worked(SQLAllocHandle(SQL_HANDLE_ENV, nullptr, &env_)))
      throw std::runtime_error("no environment");
    SQLRETURN rc = SQLAllocHandle(SQL_HANDLE_DBC, env_, &dbc_); // EXPECT: unguarded-acquire
    if (!worked(rc))
      throw std::runtime_error(why(SQL_HANDLE_ENV, env_));
    if (!worked(::connect(dbc_, dsn_)))
      throw std::runtime_error(why(SQL_HANDLE_DBC, dbc_));
  }
  std::string dsn_;
  SQLHENV env_ = nullptr;
  SQLHDBC dbc_ = nullptr;
};

// Who owns such an object by a pointer leaks it as any other.
class Ledger {
public:
  explicit Ledger(const std::string &dsn) : link_(new Link(dsn)) { // EXPECT: unguarded-acquire
    if (dsn.empty())
      throw std::invalid_argument("no name");
  }
  Ledger(const Ledger &) = delete;
  Ledger &operator=(const Ledger &) = delete;
  ~Ledger() { delete link_; }

private:
  Link *link_;
};

// What such an object opens anew, for itself, is its own.
class Journal {
public:
  explicit Journal(Link *link) : link_(link) {
    link_->again();
    if (!link_)
      throw std::invalid_argument("no link");
  }
  Journal(const Journal &) = delete;
  Journal &operator=(const Journal &) = delete;
  ~Journal();

private:
  Link *link_;
};

// What frees a statement is none.
class Query {
public:
  explicit Query(SQLHDBC dbc) { SQLAllocHandle(SQL_HANDLE_STMT, dbc, &statement_); }
  Query(const Query &) = delete;
  Query &operator=(const Query &) = delete;
  ~Query() { SQLFreeHandle(SQL_HANDLE_STMT, statement_); }

private:
  SQLHSTMT statement_ = nullptr;
};

class Report {
public:
  explicit Report(SQLHDBC dbc) : query_(new Query(dbc)) {
    if (!dbc)
      throw std::invalid_argument("no connection");
  }
  Report(const Report &) = delete;
  Report &operator=(const Report &) = delete;
  ~Report() { delete query_; }

private:
  Query *query_;
};

// Closed when it cannot connect; without a handle there is nothing to close.
class Careful {
public:
  Careful(SQLHENV env, const std::string &dsn) {
    if (!worked(SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc_)))
      throw std::runtime_error(why(SQL_HANDLE_ENV, env));
    if (!worked(connect(dbc_, dsn))) {
      const std::string because = why(SQL_HANDLE_DBC, dbc_);
      SQLFreeHandle(SQL_HANDLE_DBC, dbc_);
      throw std::runtime_error(because);
    }
  }
  Careful(const Careful &) = delete;
  Careful &operator=(const Careful &) = delete;
  ~Careful() {
    SQLDisconnect(dbc_);
    SQLFreeHandle(SQL_HANDLE_DBC, dbc_);
  }

private:
  SQLHDBC dbc_ = nullptr;
};

// A predicate that asks itself says nothing.
bool worksAgain(SQLRETURN rc) { return worksAgain(rc); }

void asksItself(SQLHENV env) {
  SQLHDBC dbc = nullptr;
  SQLRETURN rc = SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc);
  if (worksAgain(rc))
    SQLFreeHandle(SQL_HANDLE_DBC, dbc);
  else
    SQLFreeHandle(SQL_HANDLE_DBC, dbc);
}

// The address of the handle is not the handle: nothing is freed.
SQLHDBC freesTheWrongThing(SQLHENV env, const std::string &dsn) {
  SQLHDBC dbc = nullptr;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc))) // EXPECT: unguarded-acquire
    return nullptr;
  if (!SQL_SUCCEEDED(connect(dbc, dsn))) {
    SQLFreeHandle(SQL_HANDLE_DBC, &dbc);
    return nullptr;
  }
  return dbc;
}
