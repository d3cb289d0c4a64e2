// what: SOCI: the handler rolls back and the session goes on with a new transaction
#include <iostream>
#include <soci/soci.h>
#include <string>
#include <vector>

void place(soci::session& sql, int order) {
    {
        soci::transaction tr(sql);
        try {
            sql << "INSERT INTO line SELECT * FROM cart WHERE id = " << order;
            tr.commit();
        } catch (const soci::soci_error& e) {
            std::cerr << e.what() << '\n';
            tr.rollback();
        }
    }
    soci::transaction again(sql);
    sql << "INSERT INTO audit VALUES (" << order << ")";
    again.commit();
}
