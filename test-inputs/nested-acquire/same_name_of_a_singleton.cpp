// what: one manager, the same pool by name twice
#include "slow_redis_manager.h"

#include <string>

std::string both(const std::string& user) {
    CacheManager* manager = CacheManager::getInstance();
    CacheConn* members = manager->GetCacheConn("members");
    if (!members)
        return "";
    CacheConn* again = manager->GetCacheConn("members"); // EXPECT: nested-acquire "the same pool"
    std::string text = again ? again->hget("member", user) : "";
    if (again)
        manager->RelCacheConn(again);
    text += members->hget("name", user);
    manager->RelCacheConn(members);
    return text;
}
