// what: right: one manager, two pools by name; sessions of both at once
#include "slow_redis_manager.h"

#include <string>

std::string both(const std::string& user) {
    CacheManager* manager = CacheManager::getInstance();
    CacheConn* members = manager->GetCacheConn("members");
    if (!members)
        return "";
    CacheConn* tokens = manager->GetCacheConn("tokens");
    std::string text = tokens ? tokens->hget("token", user) : "";
    if (tokens)
        manager->RelCacheConn(tokens);
    text += members->hget("member", user);
    manager->RelCacheConn(members);
    return text;
}
