// what: right, because BLPOP waits in the database itself: the command receives the context, so it is the session's own work
#include <hiredis/hiredis.h>

#include <memory>
#include <string>

namespace redis_consumer {

struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
};

std::string next_task(const char* host) {
    std::unique_ptr<redisContext, FreeContext> context(redisConnect(host, 6379));
    if (!context || context->err)
        return {};
    std::string task;
    while (task.empty()) {
        auto* reply = static_cast<redisReply*>(redisCommand(context.get(), "BLPOP tasks 5"));
        if (!reply)
            break;
        if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 2)
            task.assign(reply->element[1]->str, reply->element[1]->len);
        freeReplyObject(reply);
    }
    return task;
}

} // namespace redis_consumer
