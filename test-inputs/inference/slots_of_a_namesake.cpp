// what: the program's own class has the name of a library's, but none of its methods: what its bodies say counts, not that library's model.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace sql {

struct Connection {
public:
  explicit Connection(const std::string &where);
  void over();
  std::unique_ptr<pqxx::connection> link;

private:
  template <size_t> friend class Connections;
  std::mutex mutex_;
  bool out_ = false;
};

template <size_t Number> class Connections {
public:
  static void open(const std::string &where);
  [[nodiscard]] static Connection &available();

private:
  inline static std::vector<std::unique_ptr<Connection>> all_;
};

template <size_t Number> void Connections<Number>::open(const std::string &where) {
  all_.emplace_back(std::make_unique<Connection>(where));
}

template <size_t Number> Connection &Connections<Number>::available() {
  while (true)
    for (const std::unique_ptr<Connection> &one : all_) {
      std::lock_guard<std::mutex> lock(one->mutex_);
      if (!one->out_) {
        one->out_ = true;
        return *one;
      }
    }
}

} // namespace sql

void rename(const std::string &name) {
  sql::Connection &mine = sql::Connections<1>::available(); // EXPECT: unguarded-acquire
  pqxx::work work{*mine.link};
  work.exec("UPDATE client SET name = " + work.quote(name));
  work.commit();
  mine.over();
}

bool mended(const std::string &name) noexcept {
  sql::Connection &mine = sql::Connections<1>::available();
  bool done = false;
  try {
    pqxx::work work{*mine.link};
    work.exec("UPDATE client SET name = " + work.quote(name));
    work.commit();
    done = true;
  } catch (const std::exception &) {
  }
  mine.over();
  return done;
}
