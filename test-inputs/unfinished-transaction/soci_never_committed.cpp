// what: a soci::transaction with two inserts and no commit: the destructor rolls the inserts back
#include <soci/soci.h>
#include <string>

class UserDao {
public:
  explicit UserDao(soci::connection_pool &pool) : pool_(pool) {}

  void create(const std::string &name, const std::string &role) {
    soci::session sql(pool_);
    soci::transaction tr(sql); // EXPECT: unfinished-transaction
    sql << "insert into users(name) values(:n)", soci::use(name);
    sql << "insert into roles(user_name, role) values(:n, :r)", soci::use(name), soci::use(role);
  }

  int count() {
    soci::session sql(pool_);
    int users = 0;
    sql << "select count(*) from users", soci::into(users);
    return users;
  }

private:
  soci::connection_pool &pool_;
};
