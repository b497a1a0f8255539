"""What the words of a question are about, whatever its language: stems by meaning, looked up word by word.

A word is one of the list or begins with one that ends in `*`; the longest wins, so that "Speicherplatz" is about
storage and not about memory. `_` joins the words of a phrase, which counts before its words. Accents and case are
folded away, since many people leave them out.
"""

import re
import unicodedata
from functools import lru_cache

_MEANINGS: dict[str, str] = {
    "amount": """
        how_much how_many wieviel* wie_viel wie_viele combien cuant* quanto quanta quanti quante quantos quantas
        hoeveel ile
        hur_mycket hvor_meget hvor_mye сколько
    """,
    "size": """
        size* big bigger large heavy weigh weighs gross* groesse* umfang taille pese peser poids gros tamano* tamanho*
        pesa pesan pesar ocupa* dimension* grande groot grootte rozmiar* wazy storlek* stor storrelse размер* весит
        space platz place espacio espace spazio espaco ruimte miejsca plads utrymme
    """,
    "storage": """
        disk* ssd ssds hdd* nvme hard_drive drive storage store usb platte* plattenplatz festplatt* speicherplatz
        disque* stockage disco* almacen* armazen* archiviazione schijf* opslag* dysk* диск*
    """,
    "download": """
        download* herunterlad* runterlad* datei* file files filesize* gguf* telecharg* fichier* descarg* archivo*
        scaric* baixar arquivo* bestand* plik* pobra* скача* файл*
    """,
    "memory": """
        vram ram memory mem speicher* grafikspeicher* videospeicher* arbeitsspeicher* memoire* memoria* geheugen*
        pamiec* minne* hukommelse памят* видеопамят*
    """,
    "quantization": """
        quant quants quantiz* quantis* quantif* cuantiz* cuantif* kwanti* kwantyz* kvanti* gguf* bpw bitness bitbreite
        best_q q_level precision precisione precisao prazision* bits_per_weight bit_width bit_depth how_many_bits
        квант*
    """,
    "choice": """
        which what whats wich best_q best pick* choos* choice select* recommend* suggest* advis* advice should ideal
        right
        optimal highest lowest good better sweet_spot suitabl* suited appropriat* prefer* grab go_for how_low how_high
        how_far would_you most
        welch* beste* empf* nehme nehmen nimm* ratsam sinnvoll*
        quel quelle quels quelles lequel laquelle meilleur* conseil* choisi* prendre recommand*
        que cual* mejor* recomiend* recomend* elegir elijo elige escog* aconsej* quedo
        quale quali che migliore* miglior consigli* scegli* scelgo
        qual quais melhor* escolh* aconselh* welk* aanra* kies* kiez*
        ktor* jaki jaka jakie najlepsz* polec* wybra* vilk* bast* rekommend* hvilk* bedste
        какой какая какую какие лучш* посовет* выбрать
    """,
    "context": """
        context contexts contextual ctx kontext* contexte* contexto* contesto* kontekst* контекст* context_window*
    """,
    "limit": """
        max maxi* limit* ceiling headroom longest largest biggest greatest
        as_much_as up_to before until jusqu hasta fino_a ate
        bis_zu tot_hoe най* лимит* предел* предельн* maksym* langste* grosste*
    """,
    "second": "second seconds seconde secondes segundo segundos secondo sekund* per_sec tps секунд*",
    "token": "token tokens tokenow tokeny jeton* fichas токен*",
    "speed": """
        quicker quickest how_quick how_quickly slow* faster fastest fast_enough how_fast usable_fast too_fast
        very_fast snappy snappier throughput
        latency tps ttft tokens_s token_s tok_s toks_s sluggish crawl* prefill speed speeds benchmark* how_long_to
        how_long_would how_long_does
        how_long_will per_sec perform*
        schnell* flott* langsam* geschwindigkeit* zugig* rapide* vitesse* lent lente rapid* veloc* lento snel snelheid
        sneller traag szybk* wolno snabb* hurtig* a_la_seconde скорост* быстр* медлен*
    """,
    "price": """
        price* pricing cost costs costing expensive pay paid paying set_me_back going_rate street_price asking_price
        worth_used worth_now worth_today worth_these_days worth_nowadays
        used_value how_many_dollars how_many_bucks how_many_euros retail* resale sold sells selling
        kost kosten kostet preis* teuer bezahl* zahle zahlt hinlegen hinblattern uber_den_tisch
        prix cout coute coutent cher chere vaut payer vend vendue revente tarif*
        precio* cuest* costo costaria vale caro cara venden vende pagar paga pagare pago prezzo prezzi costa costano
        preco* custa custam custo prijs* duur betaal* cena cene ceny kosztuj* цена цену цены стоит стоят почем
    """,
    "now": """
        now today todays nowadays currently current still these_days at_the_moment right_now recently lately this_week
        aktuell* derzeit heute gerade momentan zurzeit aujourd actuel* maintenant hoy ahora actual* oggi adesso
        attual*
        hoje agora atual* vandaag nu tegenwoordig momenteel teraz obecnie сейчас сегодня
    """,
    "launch": """
        launch* msrp uvp rrp lanzamiento lancement lancio lancamento einfuhrungs* release original* introduct*
    """,
    "models": """
        model models llm llms ai ais ki kis ia ias modell modelle* modele* modelo* modello modelli modellen modeller
        модел*
    """,
    "hardware": """
        gpu gpus card cards graphics hardware hw pc pcs computer* machine rig laptop mac macbook setup build system
        box
        workstation server grafikkart* karte karten rechner* carte cartes ordinateur* config* tarjeta* grafica* equipo
        ordenador* scheda schede placa* kaart* videokaart* komputer* karta karte karty grafikkort видеокарт* карт*
        компьютер*
    """,
    "need": """
        need* requir* necesit* brauch* benotig* besoin faut falloir serve servono precisa* preciso nodig potrzeb*
        behov* нужн* надо
    """,
    "run": """
        run* work works fit fits fitting load* host* handle* usable possible doable feasible try options
        lauf* geht gehen passt passen tourn* fonctionn* utiliser lancer corre correr corren ejecut* funcion* usar cabe
        caben gira girano girare roda rodar rodam draai* werkt werken past dziala* uruchom* kora kore запуст* работа*
        потян*
    """,
    "contrast": """
        vs versus compar* confront* differ* diff unterschied* vergleich* differenz* diferenci* diferenca* verschil*
        vergelijk* roznic* porown* сравн* отлич* разниц* stack_up pros_and_cons skillnad* forskel*
    """,
    "superiority": """
        better worse quicker faster slower win wins winner beats deciding torn_between besser schneller mieux mejor
        meglio melhor beter lepsz* лучше
    """,
    "trouble": """
        oom out_of_memory out_of_vram out_of_ram runs_out_of ran_out_of running_out_of cuda_error cudamalloc
        won_t_load will_not_load doesn_t_load does_not_load can_t_load cannot_load fails_to_load failed_to_load
        speicher_voll nicht_genug_speicher memoire_insuffisante memoria_insuficiente sin_memoria memoria_esaurita
        geheugen_vol
    """,
    "or": "or oder ou o lub или eller",
    "worth": """
        worth* worthwhile gain gains gained lohnt lohnen vale_la_pena vale_a_pena vaut_le_coup vaut_la_peine waard
        make_sense makes_sense bringt gagne gagner gano ganar guadagn* ganho oplever* oplaca*
    """,
    "upgrade": """
        upgrad* ditch* dump* get_rid_of umstieg* umsteig* umrust* aufrust* unlock* replac* reemplaz* sostitu*
        rimpiazz*
        trocar vervang* overstap* wymien* wymian* actualizar remplac* mettre_a_niveau
    """,
    "parameters": "param params parameter* parametr* parametro* параметр* parametre*",
    "active": "active* aktiv* actif* actives activo* activa* attiv* ativo* actieve активн* activated",
    "license": "licen* lizenz* лиценз* commercially commercial kommerziell* comercial*",
    "when": "when wann quand cuando quando wanneer kiedy nar когда",
    "released": """
        releas* launch* came_out come_out come published erschien* veroffentlicht raus rausgekommen herausgekommen kam
        sorti* sortie salio lanz* lancad* lancou uscit* usci uitgebracht uitgekom* uit wydan* вышел вышла вышли
    """,
}
# Scripts that write words without spaces are searched for these.
_SIGNS: dict[str, str] = {
    "amount": "多少|几个|どれくらい|どのくらい|얼마",
    "size": "多大|大小|サイズ|크기",
    "storage": "硬盘|磁盘|ディスク",
    "download": "下载|文件|ダウンロード|ファイル",
    "memory": "显存|内存|メモリ|메모리",
    "quantization": "量化|量子化|양자화",
    "choice": "哪|什么|推荐|最佳|最好|どの|おすすめ|最適|어떤",
    "context": "上下文|コンテキスト|컨텍스트",
    "token": "トークン|토큰",
    "speed": "速度|多快|速い|遅い|속도|빠르",
    "second": "每秒|秒|초",
    "price": "价格|多少钱|値段|価格|いくら|가격",
    "now": "现在|目前|現在",
    "models": "模型|モデル|모델",
    "hardware": "显卡|电脑|グラボ|그래픽",
    "need": "需要|必要|필요",
    "contrast": "区别|比较|对比|違い|比較|비교",
    "or": "还是|或|または",
    "superiority": "哪个好",
    "parameters": "参数|パラメータ",
    "license": "许可|ライセンス",
    "when": "什么时候|いつ",
    "released": "发布|発売",
    "run": "跑|运行|動|使える|돌아",
}
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE = 4  # words
_SHORTEST_STEM = 3


def fold(text: str) -> str:
    """Return a text in lower case without accents."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def _entries(*, stems: bool) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for meaning, written in _MEANINGS.items():
        for entry in written.split():
            if entry.endswith("*") == stems:
                found.setdefault(fold(entry).rstrip("*").replace("_", " "), set()).add(meaning)
    return {entry: frozenset(meanings) for entry, meanings in found.items()}


_WHOLE = _entries(stems=False)
_STEMS = _entries(stems=True)
_PHRASE_STARTS = frozenset(entry.partition(" ")[0] for entry in (*_WHOLE, *_STEMS) if " " in entry)
_WRITTEN = {meaning: re.compile(signs) for meaning, signs in _SIGNS.items()}


def meanings(text: str) -> frozenset[str]:
    """Return what the words of a text are about, in the names of the table above."""
    words = _WORD.findall(fold(text))
    found: set[str] = set()
    place = 0
    while place < len(words):
        length = _phrase(words, place)
        found |= _of_word(" ".join(words[place : place + length]))
        place += length
    if not text.isascii():
        found.update(meaning for meaning, signs in _WRITTEN.items() if signs.search(text))
    return frozenset(found)


def _phrase(words: list[str], place: int) -> int:
    """How many words from `place` on make a phrase, 1 if none."""
    if words[place] in _PHRASE_STARTS:
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 1, -1):
            joined = " ".join(words[place : place + length])
            if joined in _WHOLE or joined in _STEMS:
                return length
    return 1


@lru_cache(maxsize=4096)
def _of_word(word: str) -> frozenset[str]:
    if word in _WHOLE:
        return _WHOLE[word]
    ends = range(len(word), _SHORTEST_STEM - 1, -1)
    return next((_STEMS[word[:end]] for end in ends if word[:end] in _STEMS), frozenset())
