// what: right, because the soci::session is closed by its scope before the external program runs
#include <soci/soci.h>

#include <cstdlib>
#include <string>

namespace map_export {

int export_map(soci::connection_pool& pool, int map) {
    std::string file;
    {
        soci::session sql(pool);
        sql << "SELECT file FROM maps WHERE id = :id", soci::use(map), soci::into(file);
    }
    return std::system(("ogr2ogr /tmp/map.gpkg " + file).c_str());
}

} // namespace map_export
