// what: right: the lambdas capture the connection and the transaction, but the algorithms call them before they return
#include <algorithm>
#include <pqxx/pqxx>
#include <string>
#include <vector>

struct Contact {
  std::string name;
  std::string phone;
};

int importContacts(pqxx::connection &conn, std::vector<Contact> contacts) {
  pqxx::work tx(conn);
  contacts.erase(std::remove_if(contacts.begin(), contacts.end(),
                                [&tx](const Contact &c) {
                                  return !tx.exec_params("SELECT 1 FROM contacts WHERE phone = $1", c.phone).empty();
                                }),
                 contacts.end());
  std::for_each(contacts.begin(), contacts.end(),
                [&](const Contact &c) { tx.exec_params("INSERT INTO contacts VALUES ($1, $2)", c.name, c.phone); });
  const auto blocked = std::count_if(contacts.begin(), contacts.end(), [&](const Contact &c) {
    return !tx.exec_params("SELECT 1 FROM blocklist WHERE phone = $1", c.phone).empty();
  });
  tx.commit();
  return static_cast<int>(contacts.size()) - static_cast<int>(blocked);
}
