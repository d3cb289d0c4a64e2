// what: right: a soci::transaction that gives two selects one snapshot; rolling it back loses nothing
#include <soci/soci.h>
#include <string>
#include <vector>

struct Ledger {
  double debit = 0;
  double credit = 0;
};

Ledger balance(soci::connection_pool &pool, const std::string &account) {
  soci::session sql(pool);
  soci::transaction snapshot(sql);
  Ledger ledger;
  sql << "select coalesce(sum(amount), 0) from entries where side = 'D' and account = :a", soci::use(account),
      soci::into(ledger.debit);
  sql << "select coalesce(sum(amount), 0) from entries where side = 'C' and account = :a", soci::use(account),
      soci::into(ledger.credit);
  return ledger;
}
