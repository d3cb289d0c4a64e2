// what: the new connection goes into a field of an object that somebody else owns, through a
// reference and a generic lambda.
// flags: -std=c++20 -isystem /usr/include/postgresql -isystem /usr/include/soci
#include <iostream>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <stdexcept>
#include <string>


bool reconnect(soci::session &session, const std::string &conninfo, int attempts) {
  bool done = false;
  while (attempts-- > 0 && !done) {
    try {
      auto *pg = static_cast<soci::postgresql_session_backend *>(session.get_backend());
      auto &conn = pg->conn_;

      auto cleanUp = [](auto &c) {
        if (c) {
          PQfinish(c);
          c = nullptr;
        }
      };
      auto dial = [](auto &c, auto &parameters) {
        PGconn *fresh = PQconnectdb(parameters.c_str());
        if (fresh == nullptr || PQstatus(fresh) != CONNECTION_OK) {
          std::string why = "cannot connect";
          if (fresh) {
            why += PQerrorMessage(fresh);
            PQfinish(fresh);
          }
          throw std::runtime_error(why);
        }
        c = fresh;
      };
      cleanUp(conn);
      dial(conn, conninfo);
      done = true;
    } catch (const std::exception &e) {
      std::cerr << "reconnect: " << e.what() << '\n';
    }
  }
  return done;
}
