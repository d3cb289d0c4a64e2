// what: the handle that mysql_init made is in a member only, which a refused connect overwrites with null: the method has lost it, as if it were a local variable.
#include <mysql/mysql.h>

class Base {
public:
  ~Base() { close(); }

  bool open(const char *host) {
    close();
    link_ = mysql_init(nullptr); // EXPECT: unguarded-acquire
    link_ = mysql_real_connect(link_, host, "u", "p", "chat", 0, nullptr, 0);
    if (!link_)
      return false;
    mysql_query(link_, "set names utf8");
    return true;
  }

  // Null is handed in, which makes a handle; or one that was made before.
  bool again(const char *host) {
    link_ = mysql_init(link_); // EXPECT: unguarded-acquire
    link_ = mysql_real_connect(link_, host, "u", "p", "chat", 0, nullptr, 0);
    if (link_) {
      mysql_query(link_, "set names utf8");
      return true;
    }
    mysql_close(link_);
    return false;
  }

  bool againMended(const char *host) {
    link_ = mysql_init(link_);
    if (!mysql_real_connect(link_, host, "u", "p", "chat", 0, nullptr, 0)) {
      close();
      return false;
    }
    mysql_query(link_, "set names utf8");
    return true;
  }

  bool mended(const char *host) {
    close();
    link_ = mysql_init(nullptr);
    if (!mysql_real_connect(link_, host, "u", "p", "chat", 0, nullptr, 0)) {
      close();
      return false;
    }
    return true;
  }

  // Its copy is there yet.
  bool copied(const char *host) {
    close();
    link_ = mysql_init(nullptr);
    other_ = link_;
    link_ = mysql_real_connect(link_, host, "u", "p", "chat", 0, nullptr, 0);
    if (!link_) {
      mysql_close(other_);
      other_ = nullptr;
      return false;
    }
    return true;
  }

  // Whatever a helper does with it.
  bool helped(const char *host) {
    close();
    MYSQL *made = mysql_init(nullptr);
    link_ = mysql_real_connect(made, host, "u", "p", "chat", 0, nullptr, 0);
    if (!link_)
      mysql_close(made);
    return link_ != nullptr;
  }

private:
  void close() {
    if (link_)
      mysql_close(link_);
    link_ = nullptr;
  }
  MYSQL *link_ = nullptr;
  MYSQL *other_ = nullptr;
};
