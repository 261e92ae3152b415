PRAGMA application_id = 1718315380;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE diffs (
        source TEXT PRIMARY KEY,
        diff TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "diffs" VALUES('news','[[["https://www.example.org/news/1","Entry 1","https://www.example.org/news/1","2020-05-08",false,"2020-05-08T12:00:00+00:00","2020-05-08T12:00:00+00:00","One line.\n\nAnother.",null,[["Ada",null,"ada@example.org"]],["news"],[["a.jpg","A caption",null,null,67850,false]],[["https://www.example.org/news/1.jpg","image/jpeg",67850,false,null]]]],[],[]]');
CREATE TABLE entries (
        source TEXT NOT NULL,
        id TEXT NOT NULL,
        known TEXT NOT NULL,
        PRIMARY KEY (source, id)) WITHOUT ROWID;
INSERT INTO "entries" VALUES('news','https://www.example.org/news/1','[["https://www.example.org/news/1","Entry 1","https://www.example.org/news/1","2020-05-08",false,"2020-05-08T12:00:00+00:00","2020-05-08T12:00:00+00:00","One line.\n\nAnother.",null,[["Ada",null,"ada@example.org"]],["news"],[["a.jpg","A caption",null,null,67850,false]],[["https://www.example.org/news/1.jpg","image/jpeg",67850,false,null]]],"2020-05-08T12:00:00+00:00",1,["//www.example.org/news/1"],"1abc",0,true,false]');
INSERT INTO "entries" VALUES('news','https://www.example.org/news/2','[["https://www.example.org/news/2","Entry 2","https://www.example.org/news/2","2020-05-08",false,"2020-05-08T12:00:00+00:00","2020-05-08T12:00:00+00:00","One line.\n\nAnother.",null,[["Ada",null,"ada@example.org"]],["news"],[["a.jpg","A caption",null,null,67850,false]],[["https://www.example.org/news/2.jpg","image/jpeg",67850,false,null]]],"2020-05-08T12:00:00+00:00",2,["//www.example.org/news/2"],"1abc",0,true,false]');
CREATE TABLE runs (
        source TEXT NOT NULL,
        number INTEGER NOT NULL,
        run TEXT NOT NULL,
        sum TEXT NOT NULL,
        PRIMARY KEY (source, number)) WITHOUT ROWID;
INSERT INTO "runs" VALUES('first',1,'["2020-05-08T12:00:00+00:00","broken","dns",2,"",0.0,0.0,0.0,false]','53290f51940f38891a1b7e46120ca2aa');
INSERT INTO "runs" VALUES('news',1,'["2020-05-08T12:00:00+00:00","ok",null,2,"",0.0,0.0,0.0,false]','7f221a2787d8a4f69c746cf5b683a803');
INSERT INTO "runs" VALUES('news',2,'["2020-05-08T12:00:00+00:00","suspect","too-few",1,"",0.0,0.0,0.0,false]','5d41f5fd02821cdfadcc288bca4153fa');
INSERT INTO "runs" VALUES('news',3,'["2020-05-08T12:00:00+00:00","suspect","moved",2,"",0.5,0.0,0.0,false]','f7bf2bfa1babecc8ecd12254da594b18');
CREATE TABLE sources (
        name TEXT PRIMARY KEY,
        about TEXT,
        entries TEXT NOT NULL,
        documents TEXT NOT NULL,
        diff TEXT NOT NULL,
        runs INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        sum TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "sources" VALUES('first',NULL,'','[]','',1,0,'9b1859648f7b164f107ec6de4d6d68eb');
INSERT INTO "sources" VALUES('news','{"feed_id":"https://www.example.org/news","title":"News","language":"en","site_name":"Example","etag":"\"tag\"","last_modified":"Fri","bound_to":"hash"}','c869ab527af9e670de77565e94b7396f','["news.atom","news.json","news.xml"]','b2b378520bd333d1124ad5c6476deacf',3,1,'b789e273576f6609366e536c75f9cce0');
COMMIT;
