# Debian packages, by `cpack -G DEB` in the build directory:
#   leasehold           the analyzer: leasehold, leasehold-tidy, leasehold-clangd, the clang-tidy module
#   libleasehold-dev    the pool library
#   leasehold-monitor   the program that watches pools
# `cpack -G TGZ` makes trees that may be unpacked anywhere.

set(CPACK_PACKAGE_NAME leasehold)
set(CPACK_PACKAGE_VENDOR Leasehold)
# CPack's own default: any other would be put in front of each package's summary.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Leasehold built using CMake")
set(CPACK_PACKAGE_CONTACT "Leasehold maintainers <leasehold@example.org>" CACHE STRING
  "Who maintains the packages: Name <address>")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# leasehold_package(COMPONENT PACKAGE SECTION DEPENDS RECOMMENDS SUMMARY TEXT)
set(Components "")
find_program(LEASEHOLD_GZIP gzip)
function(leasehold_package Component Package Section Depends Recommends Summary Text)
  list(APPEND Components ${Component})
  set(Components "${Components}" PARENT_SCOPE)
  string(TOUPPER ${Component} Key)
  set(Prefix "CPACK_DEBIAN_${Key}")
  set("${Prefix}_PACKAGE_NAME" "${Package}" PARENT_SCOPE)
  set("${Prefix}_PACKAGE_SECTION" "${Section}" PARENT_SCOPE)
  set("${Prefix}_PACKAGE_DEPENDS" "${Depends}" PARENT_SCOPE)
  set("${Prefix}_PACKAGE_RECOMMENDS" "${Recommends}" PARENT_SCOPE)
  set("${Prefix}_DESCRIPTION" "${Summary}\n${Text}" PARENT_SCOPE)

  # What Debian wants to know of each package.
  set(Documents "${CMAKE_CURRENT_BINARY_DIR}/debian/${Package}")
  configure_file(cmake/debian/changelog.in "${Documents}/changelog.Debian" @ONLY)
  configure_file(cmake/debian/copyright "${Documents}/copyright" COPYONLY)
  set(Files "${Documents}/copyright")
  if(LEASEHOLD_GZIP)
    execute_process(COMMAND "${LEASEHOLD_GZIP}" -9nkf "${Documents}/changelog.Debian")
    list(APPEND Files "${Documents}/changelog.Debian.gz")
  endif()
  install(FILES ${Files} DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${Package}"
    COMPONENT ${Component})
endfunction()

leasehold_package(pool libleasehold-dev libdevel "" "g++ | clang"
  "pool of database sessions for C++20"
  "Short sessions, guards, explicit commit; first come, first served, for threads
and coroutines. Drivers for SQLite, PostgreSQL and MariaDB need libsqlite3-dev,
libpq-dev and libmariadb-dev; the monitor needs libcpp-httplib-dev.")
set(CPACK_DEBIAN_POOL_PACKAGE_SUGGESTS
  "libsqlite3-dev, libpq-dev, libmariadb-dev, libcpp-httplib-dev, leasehold")
if(TARGET leasehold-monitor-tool)
  leasehold_package(monitor leasehold-monitor database "" ""
    "watches the session pools of running programs"
    "Shows who holds which database session since when, in programs that use
Leasehold's pool with its monitor; probes databases, and proposes sizes.")
endif()
if(TARGET leasehold)
  # The compiler's own headers; the libraries are found by dpkg-shlibdeps.
  leasehold_package(tools leasehold devel "libclang-common-${LLVM_VERSION_MAJOR}-dev"
    "clang-tidy-${LLVM_VERSION_MAJOR}"
    "finds database sessions that C++ programs hold too long or leak"
    "A static analyzer that follows each database session along every path of a
C++ program: what is held during a slow call, handed to another thread, leaked,
or left in an open transaction. On the command line, in clang-tidy and, as a
language server, in editors.")
endif()
set(CPACK_COMPONENTS_ALL ${Components})
include(CPack)
