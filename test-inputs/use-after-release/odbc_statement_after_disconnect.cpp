// what: SQLDisconnect() frees the statements of a connection; a handle that was freed is used
#include <sql.h>
#include <sqlext.h>

void late(SQLHENV environment) {
  SQLHDBC connection;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection)))
    return;
  SQLHSTMT statement;
  SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
  SQLDisconnect(connection);
  SQLExecDirect(statement, (SQLCHAR *)"DELETE FROM t", SQL_NTS); // EXPECT: use-after-release "statement 'statement' is used after it was freed"
  SQLFreeHandle(SQL_HANDLE_DBC, connection);
}

void lateFree(SQLHENV environment) {
  SQLHDBC connection;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection)))
    return;
  SQLHSTMT statement;
  SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
  SQLFreeHandle(SQL_HANDLE_STMT, statement);
  SQLExecute(statement); // EXPECT: use-after-release
  SQLDisconnect(connection);
  SQLFreeHandle(SQL_HANDLE_DBC, connection);
}

void right(SQLHENV environment) {
  SQLHDBC connection;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection)))
    return;
  SQLHSTMT statement;
  SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
  SQLExecDirect(statement, (SQLCHAR *)"DELETE FROM t", SQL_NTS);
  SQLFreeHandle(SQL_HANDLE_STMT, statement);
  SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement);
  SQLExecute(statement);
  SQLFreeHandle(SQL_HANDLE_STMT, statement);
  SQLDisconnect(connection);
  SQLFreeHandle(SQL_HANDLE_DBC, connection);
}
