// what: no pool, but a server connection with an open transaction waits for the operator to press a key
#include <pqxx/pqxx>

#include <cstdio>
#include <string>

namespace purge_tool {

int purge(const std::string& conninfo, int year) {
    pqxx::connection conn(conninfo);
    pqxx::work tx(conn);
    const auto gone = tx.exec_params("DELETE FROM measurements WHERE year = $1", year);
    std::printf("%zu rows. Really delete? [y/n] ", static_cast<std::size_t>(gone.affected_rows()));
    const int answer = std::getchar(); // EXPECT: slow-call
    if (answer == 'y')
        tx.commit();
    else
        tx.abort();
    return answer == 'y' ? 0 : 1;
}

} // namespace purge_tool
