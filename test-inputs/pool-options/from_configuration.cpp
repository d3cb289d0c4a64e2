// what: values that are not constant are nobody's business
#include <chrono>
#include <leasehold/options.h>
#include <string>

using namespace std::chrono_literals;

struct Settings {
    int timeout_s = 30;
    int recycle_s = 3600;
    bool ping = true;
};

leasehold::Options options(const Settings& settings) {
    leasehold::Options o = leasehold::Options::from_env();
    o.pool_timeout = std::chrono::seconds(settings.timeout_s);
    o.pool_recycle = std::chrono::seconds(settings.recycle_s);
    o.pre_ping = settings.ping;
    o.leak_threshold = 2s;
    o.max_idle = 24h;
    return o;
}
