// what: right: structs that were read from rows are plain values
#include <soci/soci.h>
#include <string>
#include <vector>

struct User {
    int id = 0;
    std::string name;
    std::string label() const { return name + "#" + std::to_string(id); }
};

static User load(soci::session& sql, int id) {
    User user;
    sql << "select id, name from users where id = :i", soci::into(user.id), soci::into(user.name), soci::use(id);
    return user;
}

std::string describe(soci::connection_pool& pool, int id) {
    User user;
    {
        soci::session sql(pool);
        user = load(sql, id);
    }
    return user.label();
}
