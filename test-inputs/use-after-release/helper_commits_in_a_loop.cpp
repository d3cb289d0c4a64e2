// what: a helper commits the transaction that it was given; the next round uses it again
#include "slow_pqxx_pool.h"

namespace {

void less(pqxx::work& txn, int user, int bytes) {
    txn.exec_params("UPDATE users SET used = used - $1 WHERE id = $2", bytes, user);
    txn.commit();
}

int drop_oldest(pqxx::work& txn, int user) {
    int bytes = user % 7;
    less(txn, user, bytes);
    return bytes;
}

} // namespace

void make_room(pqxx::work& txn, int user, int wanted) {
    while (wanted > 0) {
        int freed = drop_oldest(txn, user); // EXPECT: use-after-release
        if (!freed)
            break;
        wanted -= freed;
    }
}
