// what: the program's own `result | f` calls f, which takes a second session while the first is held
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <soci/soci.h>

template <class T> struct Result {
    bool ok = false;
    T value{};
    template <class F, class G> auto match(F&& good, G&& bad) const { return ok ? good(value) : bad(); }
};

template <class T, class F> auto operator|(const Result<T>& r, F&& f) -> decltype(f()) {
    using Out = decltype(f());
    return r.match([&f](const T&) { return std::forward<F>(f)(); }, [] { return Out(); });
}

Result<int> create_table(soci::session& sql, const std::string& name) {
    sql << "CREATE TABLE " << name << " (id int)";
    return {true, 1};
}

class Storage {
public:
    static std::unique_ptr<Storage> create(soci::connection_pool& pool, std::string name) {
        soci::session sql(pool);
        int rows = 0;
        sql << "SELECT count(*) FROM " << name, soci::into(rows);
        return std::make_unique<Storage>();
    }
};

class Factory {
public:
    explicit Factory(soci::connection_pool& pool) : pool_(pool) {}

    std::unique_ptr<Storage> create(std::string name) {
        soci::session sql(pool_);
        return create_table(sql, name) | [this, &name] {
            return Storage::create(pool_, std::move(name)); // EXPECT: nested-acquire
        };
    }

    // The session is back by then.
    std::unique_ptr<Storage> create_after(std::string name) {
        Result<int> made;
        {
            soci::session sql(pool_);
            made = create_table(sql, name);
        }
        return made | [this, &name] { return Storage::create(pool_, std::move(name)); };
    }

private:
    soci::connection_pool& pool_;
};

// A job that does not refer to the function's variables may run at any time.
template <class F> struct Job {
    F run;
};
template <class F> Job<F> job(F f) { return {std::move(f)}; }

class Later {
public:
    explicit Later(soci::connection_pool& pool) : pool_(pool) {}
    void plan(const std::string& name) {
        soci::session sql(pool_);
        create_table(sql, name);
        jobs_.push_back(job(std::function<void()>([this, name] { Storage::create(pool_, name); })));
    }

private:
    soci::connection_pool& pool_;
    std::vector<Job<std::function<void()>>> jobs_;
};
