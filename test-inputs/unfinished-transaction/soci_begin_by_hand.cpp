// what: begin() and commit() on the pooled session itself; a failing statement throws past the commit
#include <soci/soci.h>
#include <string>

void promote(soci::connection_pool &pool, const std::string &name) {
  soci::session sql(pool);
  sql.begin(); // EXPECT: unfinished-transaction
  sql << "update employees set grade = grade + 1 where name = :n", soci::use(name);
  sql << "insert into promotions(name) values(:n)", soci::use(name);
  sql.commit();
}
