// what: the object of mysql_init is not closed on the error returns.
#include <mysql/mysql.h>
#include <string>

class MySqlDB {
public:
  MySqlDB(std::string server, std::string user, std::string password, std::string database)
      : server_(std::move(server)), user_(std::move(user)), password_(std::move(password)),
        database_(std::move(database)) {}

  int createDatabase(std::string &error) {
    MYSQL *connection = mysql_init(nullptr); // EXPECT: unguarded-acquire

    if (mysql_real_connect(connection, server_.c_str(), user_.c_str(), password_.c_str(), nullptr, 0, nullptr, 0) ==
        nullptr) {
      error = "Could not connect to database server: ";
      error.append(mysql_error(connection));
      return -1;
    }

    std::string create_sql = "CREATE DATABASE IF NOT EXISTS " + database_;
    if (mysql_query(connection, create_sql.c_str()) != 0) {
      error = "Could not create the database.";
      mysql_close(connection);
      return -1;
    }

    mysql_close(connection);
    return 0;
  }

private:
  std::string server_, user_, password_, database_;
};
