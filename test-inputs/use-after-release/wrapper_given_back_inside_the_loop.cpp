// what: the cache connection goes back after the first row, and is asked again for the second
#include "slow_redis_manager.h"

#include <set>
#include <string>

void dropKnown(int group, std::set<std::string>& users) {
    CacheManager* manager = CacheManager::getInstance();
    CacheConn* conn = manager->GetCacheConn("members"); // EXPECT: unguarded-acquire
    if (!conn)
        return;
    for (auto it = users.begin(); it != users.end();) {
        bool known = !conn->hget(std::to_string(group), *it).empty(); // EXPECT: use-after-release "pooled session 'conn'"
        manager->RelCacheConn(conn);
        if (known)
            it = users.erase(it);
        else
            ++it;
    }
}
