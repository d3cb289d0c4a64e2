# Installs BUILD's library into WORK, then builds and runs the program here with it: once through
# find_package, once through pkg-config.
file(REMOVE_RECURSE "${WORK}")
function(run Expected)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE Status OUTPUT_VARIABLE Output
    ERROR_VARIABLE Output)
  if(NOT Status EQUAL 0 OR (Expected AND NOT Output MATCHES "${Expected}"))
    message(FATAL_ERROR "status ${Status} of: ${ARGN}\n${Output}")
  endif()
  set(Output "${Output}" PARENT_SCOPE)
endfunction()

run("" "${CMAKE_COMMAND}" --install "${BUILD}/pool" --prefix "${WORK}/prefix")
run("" "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${WORK}/build"
  "-DCMAKE_PREFIX_PATH=${WORK}/prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}")
run("" "${CMAKE_COMMAND}" --build "${WORK}/build")
run("^42" "${WORK}/build/shop")

file(GLOB_RECURSE Description "${WORK}/prefix/*/leasehold-mariadb.pc")
get_filename_component(Description "${Description}" DIRECTORY)
run("" "${CMAKE_COMMAND}" -E env "PKG_CONFIG_PATH=${Description}" pkg-config --cflags --libs
  leasehold-sqlite leasehold-postgres leasehold-mariadb leasehold-monitor)
separate_arguments(Flags UNIX_COMMAND "${Output}")
run("" "${COMPILER}" -std=c++20 "${CMAKE_CURRENT_LIST_DIR}/shop.cpp" -o "${WORK}/shop" ${Flags})
run("^42" "${WORK}/shop")
file(REMOVE_RECURSE "${WORK}")
