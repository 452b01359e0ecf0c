"""The zoo's inmates: plugins that misbehave, each in one way, and what is to come of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

GOOD = "return [Bilag(key='a', title='Bilag A', contents=MarkdownContents('Tekst.', 'a'))]"


@attrs.frozen(kw_only=True)
class Inmate:
    """A plugin that misbehaves.

    Attributes:
        code: Its module, after the imports and ``plugin_info``.
        hook: Where it is caught; empty when what it does harms nobody and its bilag is printed.
        says: What the message holds.
        dansk: What the reader of the package is told; empty for the general reason of the fault.
        exit_code: Of the command without ``--keep-going``.
        files: More files of its package.
    """

    code: str
    hook: str = "bilag"
    says: str = ""
    dansk: str = ""
    exit_code: int = 3
    files: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def harmless(self) -> bool:
        """Tell whether its bilag is printed like any other."""
        return not self.hook


def in_bilag(*lines: str) -> str:
    """Give a ``bilag`` hook that runs ``lines``."""
    body = "".join(f"    {line}\n" for line in lines)
    return f"@hookimpl\ndef bilag(request):\n{body}"


def gives(contents: str) -> str:
    """Give a ``bilag`` hook whose one bilag has ``contents``."""
    return in_bilag(f"return [Bilag(key='a', title='Bilag A', contents={contents})]")


TEMPLATES = "@hookimpl\ndef template_root():\n    return Path(__file__).parent / 'skabeloner'\n"

LATE = "blev ikke færdigt inden for 3\N{NO-BREAK SPACE}sekunder"
CRASHED = "gik ned"
MEMORY = "mere hukommelse, end der er sat af"
USELESS = "gav ikke noget, der kan bruges"

ZOO: Mapping[str, Inmate] = MappingProxyType(
    {
        # ------------------------------------------------------------------ raises and exits
        "raises": Inmate(code=in_bilag("raise ValueError('nej')"), says="raised ValueError: nej at zoo_raises/"),
        "raises_base_exception": Inmate(
            code="class Stop(BaseException): pass\n" + in_bilag("raise Stop('her')"), says="raised Stop: her at"
        ),
        "raises_in_str_of_error": Inmate(
            code="class E(Exception):\n    def __str__(self): raise SystemExit\n" + in_bilag("raise E"),
            says="raised E at zoo_raises_in_str_of_error/",
        ),
        "recurses": Inmate(code=in_bilag("return bilag(request)"), says="raised RecursionError"),
        "sys_exit": Inmate(code=in_bilag("import sys; sys.exit('farvel')"), says="raised SystemExit: farvel"),
        "interrupts": Inmate(code=in_bilag("raise KeyboardInterrupt"), says="raised KeyboardInterrupt"),
        "os_exit": Inmate(
            code=in_bilag("import os; os._exit(0)"), says="ended its process before it had answered", dansk=CRASHED
        ),
        "os_exit_at_import": Inmate(
            code="import os; os._exit(7)",
            hook="import",
            says="ended its process with exit code 7 before it had answered",
            dansk=CRASHED,
        ),
        # ------------------------------------------------------------------ crashes
        "segfaults": Inmate(
            code=in_bilag("import ctypes; ctypes.string_at(0)"),
            says="crashed: its process was ended by SIGSEGV at zoo_segfaults/__init__.py:",
            dansk=CRASHED,
        ),
        "aborts": Inmate(
            code=in_bilag("import os; os.abort()"), says="was ended by SIGABRT at zoo_aborts/", dansk=CRASHED
        ),
        "kills_itself": Inmate(
            code=in_bilag("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"),
            says="was ended by SIGKILL",
            dansk=CRASHED,
        ),
        "kills_its_group": Inmate(
            code=in_bilag("import os, signal; os.kill(0, signal.SIGTERM)", "import time; time.sleep(60)"),
            says="was ended by SIGTERM",
            dansk=CRASHED,
        ),
        "kills_its_parent": Inmate(
            code=in_bilag("import os, signal; os.kill(os.getppid(), signal.SIGKILL)", "import time; time.sleep(60)"),
            says="raised PermissionError",
        ),
        # ------------------------------------------------------------------ never comes back
        "hangs": Inmate(
            code=in_bilag("import time; time.sleep(1000)"),
            says="took longer than 3 seconds at zoo_hangs/__init__.py:",
            dansk=LATE,
        ),
        "hangs_at_import": Inmate(
            code="while True: pass",
            hook="import",
            says="took longer than 3 seconds at zoo_hangs_at_import/",
            dansk=LATE,
        ),
        "hangs_and_cannot_be_asked_to_stop": Inmate(
            code=in_bilag(
                "import signal",
                "for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:",
                "    try: signal.signal(number, signal.SIG_IGN)",
                "    except OSError: pass",
                "while True: pass",
            ),
            says="took longer than 3 seconds",
            dansk=LATE,
        ),
        "stops_itself": Inmate(
            code=in_bilag("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"),
            says="took longer than 3 seconds",
            dansk=LATE,
        ),
        "hangs_in_jinja": Inmate(
            code=TEMPLATES + gives("TemplateContents('a.j2')"),
            files={"skabeloner/a.j2": "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"},
            hook="bilag 'a'",
            says="took longer than 3 seconds",
            dansk=LATE,
        ),
        "hangs_when_looked_at": Inmate(
            code=TEMPLATES
            + "class Slow:\n    @property\n    def tal(self):\n        while True: pass\n"
            + gives("TemplateContents('a.j2', {'x': Slow()})"),
            files={"skabeloner/a.j2": "<p>{{ x.tal }}</p>"},
            hook="bilag 'a'",
            says="took longer than 3 seconds at zoo_hangs_when_looked_at/",
            dansk=LATE,
        ),
        # ------------------------------------------------------------------ too much
        "eats_memory": Inmate(
            code=in_bilag("eaten = []", "while True: eaten.append(bytearray(1 << 20))"),
            says="ran out of memory at zoo_eats_memory/",
            dansk=MEMORY,
        ),
        "eats_shared_memory": Inmate(
            code=in_bilag("import mmap; mmap.mmap(-1, 1 << 40)"), says="raised OSError: [Errno 12]"
        ),
        "millions_of_blocks": Inmate(
            code=gives("BlocksContents((Paragraph(content=(Text('x'),)),) * 3_000_000)"),
            hook="bilag 'a'",
            says="ran out of memory",
            dansk=MEMORY,
        ),
        "too_many_blocks": Inmate(
            code=gives("BlocksContents((Paragraph(content=()),) * 60_000)"),
            hook="bilag 'a'",
            says="have more than 50,000 paragraphs, cells and so on",
            dansk="Bilaget er for langt til pakken.",
            exit_code=4,
        ),
        "huge_string": Inmate(
            code=gives("BlocksContents((Paragraph(content=(Text('ord ' * 10_000_000),)),))"),
            hook="answer",
            says="gave an answer that is larger than 32 MB",
            dansk=USELESS,
        ),
        "huge_word": Inmate(
            code=gives("BlocksContents((Paragraph(content=(Text('x' * 1_000_000),)),))"),
            hook="bilag 'a'",
            says="a word has more than 500 characters",
            dansk="Bilagets tekst kunne ikke sættes op.",
            exit_code=4,
        ),
        "nested_too_deep_to_read": Inmate(
            code="deep = (Paragraph(content=(Text('x'),)),)\nfor _ in range(60): deep = (Section(content=deep),)\n"
            + gives("BlocksContents(deep)"),
            hook="bilag 'a'",
            says="more than 40 lists, quotes or cells stand within each other",
            dansk="Bilagets tekst kunne ikke sættes op.",
            exit_code=4,
        ),
        "nothing_to_print": Inmate(
            code=gives("BlocksContents((Section(content=()),))"),
            hook="bilag 'a'",
            says="has nothing in it that can be printed",
            dansk=USELESS,
        ),
        "cell_of_a_million_columns": Inmate(
            code="cell = Cell(content=(Paragraph(content=(Text('x'),)),), colspan=1_000_000)\n"
            + gives("BlocksContents((Table(body=(Row(cells=(cell,)),)),))"),
            hook="bilag 'a'",
            says="spans more than 999 rows or columns",
        ),
        "huge_title": Inmate(
            code=in_bilag("return [Bilag(key='a', title='x' * 1_000_000, contents=None)]"),
            says="gave bilag 'a' a title of 1000000 characters",
        ),
        "deeply_nested": Inmate(
            code="deep = ()\nfor _ in range(900): deep = (Section(content=deep),)\n" + gives("BlocksContents(deep)"),
            hook="bilag 'a'",
            says="raised RecursionError",
        ),
        # ------------------------------------------------------------------ rubbish
        "rubbish": Inmate(code=in_bilag("return 'rubbish'"), says="type str, not a sequence of Bilag"),
        "pickles_itself": Inmate(
            code="class Bomb:\n    def __reduce__(self): return (exec, ('1 / 0',))\n" + in_bilag("return [Bomb()]"),
            says="type Bomb at index 0, not a Bilag",
        ),
        "pickles_in_blocks": Inmate(
            code="class Bomb(str):\n    def __reduce__(self): return (exec, ('1 / 0',))\n"
            + gives("BlocksContents((Paragraph(content=(Bomb(),)),))"),
            hook="bilag 'a'",
            says="hold something else than blocks",
        ),
        "cannot_be_compared_or_shown": Inmate(
            code="def no(*_): raise SystemExit\n"
            "class Shy(str):\n    __eq__ = __hash__ = __str__ = __repr__ = __format__ = no\n"
            + in_bilag("return [Bilag(key=Shy('a'), title='A', contents=None)]"),
            says="raised SystemExit",
        ),
        "lazy_list": Inmate(
            code="class Lazy(list):\n    def __iter__(self):\n        while True: yield None\n"
            + in_bilag("return Lazy()"),
            says="ran out of memory",
            dansk=MEMORY,
        ),
        "problems_that_are_no_text": Inmate(
            code=in_bilag(GOOD)
            + "@hookimpl\ndef check(request):\n    return [Problem(Fault.FILE, object(), b'', 7)]\n",
            hook="check",
            says="whose texts are not text",
        ),
        "blames_the_host": Inmate(
            code=in_bilag(GOOD) + "@hookimpl\ndef check(request):\n"
            "    return [Problem(Fault.INTERNAL, '\\x1b[2J', 'x' * 10**6 + '\\ud800')]\n",
            hook="check",
            says="xxxxxxxxxx",
        ),
        # ------------------------------------------------------------------ spoils its process
        "closes_every_file": Inmate(
            code=in_bilag("import os; os.closerange(0, 4096)", GOOD),
            says="closed the file that its answer was to be written in",
            dansk=CRASHED,
        ),
        "spoils_json": Inmate(
            code=in_bilag("import json; json.dumps = json.JSONEncoder.encode = lambda *a, **k: 'rubbish'", GOOD),
            says="gave an answer that is no JSON",
            dansk=USELESS,
        ),
        "spoils_attrs": Inmate(
            code=in_bilag(
                "def no(*a, **k): raise RuntimeError('attrs er væk')",
                "attrs.evolve = attrs.fields = attrs.asdict = no",
                "import cattrs; cattrs.Converter.unstructure = cattrs.Converter.structure = no",
                GOOD,
            ),
            says="could not put its answer into words (RuntimeError)",
            dansk=USELESS,
        ),
        "writes_an_answer_of_its_own": Inmate(
            code=in_bilag(
                "import os",
                "for file in range(3, 4096):",
                "    try: os.write(file, b'{\"value\": {}}')",
                "    except OSError: pass",
                GOOD,
            ),
            hook="answer",
            says="gave an answer that is no JSON",
            dansk=USELESS,
        ),
        # ------------------------------------------------------------------ harms nobody
        "prints": Inmate(code="print('ved import')\n" + in_bilag("print('x' * 1_000_000)", GOOD), hook=""),
        "prints_the_protocol": Inmate(
            code=in_bilag(
                "import os, sys",
                'os.write(1, b\'{"value": null}\\n\'); os.write(2, b\'{"raised": "x"}\\n\'); sys.stdout.close()',
                GOOD,
            ),
            hook="",
        ),
        "changes_global_state": Inmate(
            code=in_bilag(
                "import builtins, os, sys, locale, random",
                "os.environ.clear(); os.chdir('/'); os.umask(0o777); random.seed(1)",
                "sys.path.clear(); sys.modules['reportlab'] = None; sys.setswitchinterval(1)",
                "request.conference.__class__.title = 'Kapret'; builtins.print = None",
                GOOD,
            ),
            hook="",
        ),
        "leaves_a_thread": Inmate(
            code=in_bilag("import threading, time", "threading.Thread(target=time.sleep, args=(1000,)).start()", GOOD),
            hook="",
        ),
        "leaves_a_child": Inmate(
            code=in_bilag(
                "import os, time",
                "if os.fork() == 0:",
                "    os.setsid()",
                "    if os.fork() == 0: time.sleep(1000)",
                "    time.sleep(1000)",
                GOOD,
            ),
            hook="",
        ),
        "both_sides_of_a_fork_answer": Inmate(
            code=in_bilag("import os; child = os.fork(); child and os.waitpid(child, 0)", GOOD),
            hook="answer",
            says="gave an answer that is no JSON",
            dansk=USELESS,
        ),
        "handles_signals_and_exit": Inmate(
            code=in_bilag(
                "import atexit, signal, time",
                "atexit.register(time.sleep, 1000); signal.signal(signal.SIGTERM, lambda *_: time.sleep(1000))",
                "signal.setitimer(signal.ITIMER_REAL, 1000)",
                GOOD,
            ),
            hook="",
        ),
        "deletes_temporary_files": Inmate(
            code=in_bilag(
                "import glob, os, tempfile",
                "for name in glob.glob(tempfile.gettempdir() + '/styringsdialog-isolate-*'): os.remove(name)",
                GOOD,
            ),
            hook="",
        ),
    }
)
