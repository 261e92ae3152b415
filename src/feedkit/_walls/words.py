"""The words of walls in many languages: of errors, closed sites, logins, consents and captchas.

One phrase stands between slashes; letters are folded before they are compared (no case, no accents,
no punctuation), and `*` stands for any ending. What is common in headlines is no phrase here.
"""

ERRORS = """
not found/cannot be found/can't be found/could not be found/couldn't be found/can't find/couldn't find/cannot find
doesn't exist/does not exist/no longer exists/no longer available/page unavailable/page is missing/page missing
server error/application error/runtime error/fatal error/database error/bad gateway/gateway timeout/gateway time-out
service unavailable/bad request/too many requests/access denied/permission denied
went wrong/unexpected error/error occurred/error has occurred/error establishing a database connection
technical difficulties/temporarily unavailable/currently unavailable/temporarily down/temporarily out of service
server is down/connection timed out/unreachable/method not allowed/request rejected/isn't available/not available/access is restricted
access restricted/is restricted/nicht gefunden/existiert nicht/nicht mehr verfügbar/nicht verfügbar/nicht erreichbar
serverfehler/fehler ist aufgetreten/fehler aufgetreten/zugriff verweigert/zugang verweigert/schiefgelaufen
introuvable/non trouvée/n'existe pas/n'existe plus/pas été trouvée/erreur interne/erreur serveur/erreur du serveur
erreur est survenue/erreur s'est produite/accès refusé/accès interdit/indisponible/no encontrad*/no se encuentra
no se ha encontrado/no se encontró/no existe/error interno/error del servidor/ocurrido un error/producido un error
algo salió mal/acceso denegado/acceso prohibido/no disponible/não encontrad*/não foi encontrad*/não existe
erro interno/erro no servidor/ocorreu um erro/algo deu errado/acesso negado/indisponível/non trovat*/non esiste
errore interno/errore del server/verificato un errore/andato storto/accesso negato/non disponibile/niet gevonden
bestaat niet/serverfout/fout opgetreden/iets mis/iets misgegaan/toegang geweigerd/niet beschikbaar/hittades inte
inte hittas/hittas inte/finns inte/serverfel/fel uppstod/fel har inträffat/gick fel/åtkomst nekad/otillgänglig
ikke fundet/ikke funnet/findes ikke/finnes ikke/opstod en fejl/oppstod en feil/serverfejl/gikk galt/gik galt
adgang nægtet/ingen tilgang/utilgjengelig/ei löytynyt/ei löydy/ei ole olemassa/palvelinvirhe/tapahtui virhe
meni vikaan/pääsy estetty/nie znaleziono/nie została znaleziona/nie istnieje/błąd serwera/wewnętrzny błąd
wystąpił błąd/poszło nie tak/dostęp zabroniony/brak dostępu/odmowa dostępu/niedostępn*/nenalezen*/nebyla nalezena
neexistuje/nebola nájdená/chyba serveru/došlo k chybě/něco se pokazilo/přístup odepřen/nedostupn*/nem található
nem létezik/szerverhiba/kiszolgálóhiba/hiba történt/hozzáférés megtagadva/nem elérhető/nu a fost găsit*/nu există
eroare de server/eroare internă/apărut o eroare/acces interzis/bulunamadı/mevcut değil/sunucu hatası/hata oluştu
ters gitti/erişim engellendi/erişim reddedildi/kullanılamıyor/не найден*/не существует/ошибка сервера
внутренняя ошибка/произошла ошибка/пошло не так/доступ запрещен/доступ ограничен/недоступ*/не знайдено/не існує
помилка сервера/сталася помилка/доступ заборонено/не е намерен*/δεν βρέθηκε/δεν υπάρχει/σφάλμα διακομιστή
παρουσιάστηκε σφάλμα/غير موجود*/لم يتم العثور/خطأ في الخادم/حدث خطأ/غير متاح*/رفض الوصول/الوصول مرفوض/לא נמצא
לא קיים/שגיאת שרת/אירעה שגיאה/הגישה נדחתה/אינו זמין/یافت نشد/پیدا نشد/خطای سرور/خطایی رخ داد/در دسترس نیست
नहीं मिला/सर्वर त्रुटि/त्रुटि हुई/उपलब्ध नहीं/見つかりません/お探しのページ/存在しません/サーバーエラー/サーバエラー/エラーが発生
アクセスが拒否/アクセスできません/利用できません/ご利用いただけません/页面不存在/頁面不存在/未找到/找不到/服务器错误/伺服器錯誤
内部错误/发生错误/發生錯誤/出错了/被拒绝/被拒絕/禁止访问/拒绝访问/无法访问/無法訪問/不可用/찾을 수 없/존재하지 않/서버 오류
오류가 발생/접근이 거부/접근 권한이 없/이용할 수 없/không tìm thấy/không tồn tại/lỗi máy chủ/xảy ra lỗi
tidak ditemukan/tidak tersedia/terjadi kesalahan/akses ditolak/ไม่พบหน้า/เกิดข้อผิดพลาด/ปฏิเสธการเข้าถึง
"""
CLOSED = """
maintenance/be right back/back soon/back shortly/come back later/try again later/site is down/offline/coming soon
under construction/account suspended/has been suspended/default page/welcome to nginx/it works/test page for/buy this domain
iis windows server/future home of/for sale/domain is parked/parked domain/parked free/domain has expired/domain expired
no such app/wartung*/gleich wieder da/bald wieder/im aufbau/zum verkauf/zu verkaufen/de retour/en construction/à vendre
mantenimiento/volveremos/volvemos/en construcción/en venta/manutenção/voltaremos/em construção/à venda/manutenzione
torniamo presto/torneremo/in costruzione/in vendita/onderhoud*/zo terug/binnenkort terug/in aanbouw/te koop/underhåll*
strax tillbaka/till salu/vedligehold*/vedlikehold*/til salg/huolto*/huoltokatko/myytävänä/przerwa techniczna
prace techniczne/prace serwisowe/konserwacj*/w budowie/przebudow*/wkrótce/na sprzedaż/údržb*/ve výstavbě/na prodej/karbantart*/eladó
mentenan*/în construcție/de vânzare/bakım*/yapım aşamasında/satılık/технические работы/технических работ
обслуживани*/скоро вернемся/домен продается/домен припаркован/технічні роботи/συντήρηση*/υπό κατασκευή/πωλείται
صيانة/الصيانة/للبيع/תחזוקה/בתחזוקה/בבנייה/למכירה/در دست تعمیر/रखरखाव/メンテナンス/工事中/準備中/ドメインは販売
维护/維護/系统升级/建设中/建設中/域名出售/域名正在出售/域名已过期/점검/준비 중/공사 중/bảo trì/pemeliharaan/บำรุงรักษา
"""
LOGINS = """
log in/login/log on/logon/sign in/signin/sign on/authentication/authentication required/session expired
to your account/sign in to/log in to/session has expired/members only/subscribe to read/subscribe to continue/subscribers only/to continue reading
anmelden/anmeldung/einloggen/sitzung abgelaufen/nur für abonnenten/se connecter/connexion/connectez-vous
identifiez-vous/authentification/session expirée/réservé aux abonnés/iniciar sesión/inicia sesión/inicio de sesión
acceso de usuarios/identifícate/identificarse/iniciar sessão/fazer login/faça login/faça seu login/entrar/accedi
effettua l'accesso/effettua il login/area riservata/inloggen/aanmelden/logga in/inloggning/log ind/log på/logg inn
logg på/kirjaudu/kirjautuminen/zaloguj/logowanie/přihlášení/přihlásit*/přihlaste/prihlásenie/bejelentkezés/belépés
autentificare/conectare/giriş/oturum aç/вход/войти/авторизация/авторизуйтесь/вхід/увійти/авторизація/σύνδεση/είσοδος
تسجيل الدخول/דף כניסה/כניסה/התחברות/ورود/लॉग इन/साइन इन/ログイン/サインイン/登录/登錄/登入/로그인/đăng nhập/masuk/เข้าสู่ระบบ
"""
CONSENTS = """
before you continue/value your privacy/your privacy/privacy gate/privacy settings/cookie consent/cookie settings
manage consent/accept all/accept cookies/use cookies/our partners/access information/legitimate interest
bevor sie fortfahren/privatsphäre/datenschutzeinstellungen/einwilligung/zustimmung/zustimmen/alle akzeptieren
cookies akzeptieren/akzeptieren und weiter/mit werbung/unsere partner/verwenden cookies/avant de continuer/votre vie privée
tout accepter/accepter les cookies/accepter et continuer/continuer sans accepter/nos partenaires/consentement
antes de continuar/tu privacidad/su privacidad/sua privacidade/aceptar todo/aceptar cookies/aceptar y continuar
nuestros socios/consentimiento/aceitar tudo/aceitar cookies/nossos parceiros/consentimento/prima di continuare
la tua privacy/accetta tutt*/nostri partner/consenso/voordat je verdergaat/je privacy/jouw privacy
alles accepteren/cookies accepteren/onze partners/toestemming/innan du fortsätter/din integritet/godkänn alla
acceptera alla/samtycke/før du fortsætter/accepter alle/godta alle/samtykke/ennen kuin jatkat/hyväksy kaikki
suostumus/twoja prywatność/twoją prywatność/zaakceptuj/akceptuję/zgod*/nasi partnerzy/vaše soukromí/přijmout vše
souhlas*/elfogadom/hozzájárulás/devam etmeden önce/tümünü kabul et/gizliliğiniz/çerez*/прежде чем продолжить
принять все/согласие/конфиденциальност*/αποδοχή όλων/συγκατάθεση/قبل المتابعة/قبول الكل/خصوصيتك/הפרטיות שלך
続行する前に/すべて受け入れる/すべて同意/プライバシー設定/继续之前/全部接受/您的隐私/您的隱私/계속하기 전에/모두 수락
"""
BOTS = """
just a moment/attention required/one moment please/checking your browser/checking if the site connection/human verification
verify you are human/verify you are a human/verify that you are/verifying you are/you are human/you are a human/client challenge
are you a robot/are you human/not a robot/not a bot/robot check/bot check/security check/security checkpoint
security verification/unusual traffic/automated access/automated queries/automated requests/suspicious activity/captcha
enable javascript and cookies/disable any ad blocker/ddos protection/ddos-guard/pardon our interruption/website firewall
application firewall/request was blocked/request blocked/request unsuccessful/been blocked/access to this page has been denied/press and hold/press & hold/verifying your browser
verifying your connection/incident id/support id/access to this site has been limited/bot-protection/ein roboter
kein roboter/kein bot/ein mensch sind/sicherheitsüberprüfung/sicherheitsabfrage/browser wird überprüft
ungewöhnlichen datenverkehr/wurden blockiert/un robot/pas un robot/êtes humain/êtes un humain/vérification de sécurité
contrôle de sécurité/un instant/été bloqué/eres humano/es humano/verificación de seguridad/control de seguridad
tráfico inusual/un momento/ha sido bloquead*/um robô/você é humano/verificação de segurança/tráfego incomum
foi bloquead*/sei umano/essere umano/controllo di sicurezza/verifica di sicurezza/traffico insolito/stato bloccato
een robot/geen robot/een mens bent/beveiligingscontrole/en robot/en människa/säkerhetskontroll/et menneske
sikkerhedskontrol/sikkerhetskontroll/ole robotti/oletko robotti/turvatarkistus/robotem/człowiekiem
weryfikacja bezpieczeństwa/kontrola bezpieczeństwa/nietypowy ruch/nejsem robot/nejste robot/bezpečnostní kontrola
vagyok robot/biztonsági ellenőrzés/nu sunt robot/nu ești robot/verificare de securitate/robot değilim
robot olmadığınızı/robot musunuz/insan olduğunuzu/güvenlik kontrolü/güvenlik doğrulaması/не робот/вы робот
вы человек/проверка безопасности/проверка браузера/запросы отправляли вы/ви людина/перевірка безпеки
είμαι ρομπότ/είστε άνθρωπος/έλεγχος ασφαλείας/روبوت/أنك إنسان/فحص الأمان/רובוט/בדיקת אבטחה/ربات نیستم/ربات نیستید
ロボットでは/人間であること/セキュリティチェック/セキュリティ確認/不是机器人/不是機器人/人机验证/安全验证/安全驗證/滑动验证/验证码
驗證碼/您是真人/异常流量/检查您的浏览器/被拦截/被阻断/安全威胁/访问验证/로봇이 아닙니다/사람인지 확인/보안 확인/비정상적인 트래픽
phải là robot/người máy/bukan robot/verifikasi keamanan/ไม่ใช่โปรแกรมอัตโนมัติ/ตรวจสอบความปลอดภัย
"""
FAULTS = """
error errors fehler erreur errore erro fout fel fejl feil virhe błąd chyba hiba eroare hata hatası ошибка помилка грешка
σφάλμα خطأ خطا שגיאה त्रुटि エラー 错误 錯誤 오류 에러 lỗi kesalahan oops whoops forbidden unauthorized
"""
FILL = "http https status code fehlercode sorry page seite pagina página sida sivu strona страница the"
