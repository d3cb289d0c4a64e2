# Target leasehold::httplib, when cpp-httplib is here as Debian packages it: a header, and a library
# that was compiled with the same definitions. Also used by the installed package.
if(NOT TARGET leasehold::httplib)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(LEASEHOLD_HTTPLIB QUIET IMPORTED_TARGET GLOBAL "cpp-httplib>=0.11"
      "cpp-httplib<0.12")
  endif()
  if(TARGET PkgConfig::LEASEHOLD_HTTPLIB)
    add_library(leasehold::httplib INTERFACE IMPORTED GLOBAL)
    target_link_libraries(leasehold::httplib INTERFACE PkgConfig::LEASEHOLD_HTTPLIB)
  endif()
endif()
