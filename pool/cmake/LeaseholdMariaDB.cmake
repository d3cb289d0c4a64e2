# Target leasehold::libmariadb, when MariaDB Connector/C is here. Also used by the installed package.
if(NOT TARGET leasehold::libmariadb)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(PC_LIBMARIADB QUIET libmariadb)
  endif()
  find_path(LIBMARIADB_INCLUDE_DIR mariadb_version.h
    HINTS ${PC_LIBMARIADB_INCLUDE_DIRS} PATH_SUFFIXES mariadb mysql)
  find_library(LIBMARIADB_LIBRARY NAMES mariadb HINTS ${PC_LIBMARIADB_LIBRARY_DIRS})
  mark_as_advanced(LIBMARIADB_INCLUDE_DIR LIBMARIADB_LIBRARY)
  if(LIBMARIADB_INCLUDE_DIR AND LIBMARIADB_LIBRARY)
    add_library(leasehold::libmariadb UNKNOWN IMPORTED)
    set_target_properties(leasehold::libmariadb PROPERTIES
      IMPORTED_LOCATION "${LIBMARIADB_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${LIBMARIADB_INCLUDE_DIR}")
  endif()
endif()
