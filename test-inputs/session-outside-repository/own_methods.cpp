// what: a repository calls its own methods, static ones of others, and its base class
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class BaseRepository {
public:
    explicit BaseRepository(SqlitePool& pool) : pool_(pool) {}

protected:
    std::string table() const { return "orders"; }
    SqlitePool& pool_;
};

class NameRepository {
public:
    static std::string quoted(const std::string& name);
};

class OrderRepository : public BaseRepository {
public:
    using BaseRepository::BaseRepository;
    void clear(const std::string& name) {
        auto session = pool_.acquire();
        session->execute("DELETE FROM " + table() + " WHERE name = " + NameRepository::quoted(name));
        note(name);
    }

private:
    void note(const std::string& name) { last_ = name; }
    std::string last_;
};
