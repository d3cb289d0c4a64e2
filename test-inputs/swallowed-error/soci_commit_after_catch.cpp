// what: SOCI: the second insert is caught and logged, the first is committed
#include <iostream>
#include <soci/soci.h>
#include <string>
#include <vector>

void place(soci::session& sql, int order) {
    soci::transaction tr(sql);
    sql << "INSERT INTO orders VALUES (" << order << ")";
    try {
        sql << "INSERT INTO line SELECT * FROM cart WHERE id = " << order;
    } catch (const soci::soci_error& e) { // EXPECT: swallowed-error
        std::cerr << e.what() << '\n';
    }
    tr.commit();
}
