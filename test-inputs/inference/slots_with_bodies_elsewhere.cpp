// what: a template of pools lends slots by reference, by a private flag; the method that clears it is in another file, and any unseen method may be the one.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <vector>

struct Line {
public:
  explicit Line(const std::string &where);
  void over();
  std::unique_ptr<pqxx::connection> link;

private:
  template <int> friend class Lines;
  std::mutex mutex_;
  bool out_ = false;
};

template <int Number> class Lines {
public:
  static void open(const std::string &where) { lines_.emplace_back(std::make_unique<Line>(where)); }
  static Line &available() {
    while (true)
      for (const std::unique_ptr<Line> &line : lines_) {
        std::lock_guard<std::mutex> lock(line->mutex_);
        if (!line->out_) {
          line->out_ = true;
          return *line;
        }
      }
  }

private:
  inline static std::vector<std::unique_ptr<Line>> lines_;
};

bool rename(const std::string &name) {
  Line &line = Lines<1>::available(); // EXPECT: unguarded-acquire
  if (name.empty())
    return false;
  pqxx::nontransaction work(*line.link);
  work.exec("UPDATE client SET name = 'new'");
  line.over();
  return true;
}

bool mended(const std::string &name) noexcept {
  if (name.empty())
    return false;
  Line &line = Lines<1>::available();
  {
    pqxx::nontransaction work(*line.link);
    work.exec("UPDATE client SET name = 'new'");
  }
  line.over();
  return true;
}
