// what: a session that is put into an object which others have, or are given, is theirs; a test for null does not change whose it is
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdlib>
#include <libpq-fe.h>

struct Link {
    Link *next, *before;
};

struct Node {
    PGconn* pg;
    Link entry;
    Node* next;
};

Node* find(int number);
void add(Link* what, Link* to);
void remember(Node* node);
Node *first, *all[8];

void found() {
    Node* n = find(3);
    if (!n) return;
    n->pg = PQconnectdb("");
}

void foundOrMade() {
    Node* n = find(3);
    if (!n) n = static_cast<Node*>(malloc(sizeof(Node)));
    if (!n) return;
    n->pg = PQconnectdb("");
}

bool eachOfThem() {
    for (Node* n = first; n; n = n->next) {
        n->pg = PQconnectdb("");
        if (PQstatus(n->pg) != CONNECTION_OK) return false;
    }
    return true;
}

Node* made() {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    if (n) n->pg = PQconnectdb("");
    return n;
}

void linkedByAPart(Link* list) {
    Node* n = made();
    if (n) add(&n->entry, list);
    n = static_cast<Node*>(malloc(sizeof(Node)));
    if (!n) return;
    n->pg = PQconnectdb("");
    add(&n->entry, list);
}

void linkedBefore(Link* list) {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    add(&n->entry, list);
    n->pg = PQconnectdb("");
}

void linkedByHand(Node* list) {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    if (!n) return;
    n->pg = PQconnectdb("");
    n->next = list->next;
    list->next = n;
}

void kept(int number) {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    n->pg = PQconnectdb("");
    all[number] = n;
}

void keptBefore() {
    first = nullptr;
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    first = n;
    n->pg = PQconnectdb("");
}

void given() {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    if (!n) return;
    n->pg = PQconnectdb("");
    remember(n);
}

static void push(Node* n) {
    n->next = first;
    first = n;
}

void pushed() {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    if (!n) return;
    n->pg = PQconnectdb("");
    push(n);
}

void through(Node** out) {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    n->pg = PQconnectdb("");
    *out = n;
}

Node* alias() {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    Node* same = n;
    n->pg = PQconnectdb("");
    return same;
}

struct Holder {
    Node node;
    int number;
};

Holder* holder(int number);

void partOfAFoundOne() {
    Holder* h = holder(3);
    Node* n = &h->node;
    n->pg = PQconnectdb("");
}

void pushTwice(Node* n);

void pushOnce(Node* n) {
    if (n->next) pushTwice(n->next);
    push(n);
}

void pushTwice(Node* n) {
    pushOnce(n);
    pushOnce(n);
}

void pushedInACircle() {
    Node* n = static_cast<Node*>(malloc(sizeof(Node)));
    n->pg = PQconnectdb("");
    pushTwice(n);
}
