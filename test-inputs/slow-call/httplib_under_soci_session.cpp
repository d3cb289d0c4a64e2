// what: soci::session takes a connection from the pool until the end of the scope, and an HTTP request is made meanwhile
#include <httplib.h>
#include <soci/soci.h>

#include <string>

namespace address_lookup {

void complete_address(soci::connection_pool& pool, int customer) {
    soci::session sql(pool);
    std::string street;
    sql << "SELECT street FROM customers WHERE id = :id", soci::use(customer), soci::into(street);

    httplib::Client geocoder("geo.internal", 8080);
    auto answer = geocoder.Get(("/v1/lookup?q=" + street).c_str()); // EXPECT: slow-call
    if (!answer || answer->status != 200)
        return;

    const std::string zip = answer->body.substr(0, 5);
    sql << "UPDATE customers SET zip = :zip WHERE id = :id", soci::use(zip), soci::use(customer);
}

} // namespace address_lookup
