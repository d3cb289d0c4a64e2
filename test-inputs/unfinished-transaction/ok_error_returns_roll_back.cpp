// what: right: the early returns report failure and rely on the destructor's rollback; success commits
#include <pqxx/pqxx>
#include <soci/soci.h>
#include <string>

enum class Booking { Done, Unknown, Full };

Booking book(soci::session &sql, int course, const std::string &student) {
  soci::transaction tr(sql);
  int free = 0;
  soci::indicator found = soci::i_null;
  sql << "update courses set booked = booked + 1 where id = :c", soci::use(course);
  sql << "select places - booked from courses where id = :c", soci::use(course), soci::into(free, found);
  if (found != soci::i_ok)
    return Booking::Unknown;
  if (free < 0)
    return Booking::Full;
  sql << "insert into bookings(course, student) values(:c, :s)", soci::use(course), soci::use(student);
  tr.commit();
  return Booking::Done;
}

bool withdraw(pqxx::connection &conn, long account, long cents) {
  pqxx::work tx(conn);
  const auto changed = tx.exec_params("UPDATE accounts SET balance = balance - $2 WHERE id = $1", account, cents);
  if (changed.affected_rows() != 1)
    return false;
  const auto row = tx.exec_params1("SELECT balance FROM accounts WHERE id = $1", account);
  if (row[0].as<long>() < 0)
    return false;
  tx.commit();
  return true;
}

long reserve(pqxx::connection &conn, const std::string &name) {
  pqxx::work tx(conn);
  const auto row = tx.exec_params("INSERT INTO names(name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id", name);
  if (row.empty())
    return -1;
  tx.commit();
  return row[0][0].as<long>();
}
