#!/usr/bin/env python3
"""Runs samples/Monitor beside the real Prometheus, on one config file, and compares what they know afterwards.

usage: beside-prometheus.py MONITOR_DLL [SECONDS]      (needs prometheus, prometheus-node-exporter and dotnet on the PATH)
Prints a table in Markdown. The exit code is 1 if a line of it differs more than it may.
"""
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

AWKWARD = r'''# HELP escaped A help text with \\ and \n and "quotes".
# TYPE escaped gauge
escaped{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9
escaped{path="\d\t stays"} 2
braces{value="}=,{ 1"}3
spaces	 {  a = "1" ,	b="2"  ,  }	4	
trailing{a="1",} 5
missing_comma{a="1" b="2"} 6
empty{a="",b="1"} 7
empty{} 8
utf8{city="Zürich",emoji="😀"} 9
numbers{n="nan"} NaN
numbers{n="NAN"} nan
numbers{n="+inf"} +Inf
numbers{n="-inf"} -Inf
numbers{n="infinity"} infinity
numbers{n="minus zero"} -0
numbers{n="exact"} 0.30000000000000004
numbers{n="many digits"} 123456789012345678
numbers{n="1e15"} 1e15
numbers{n="1e20"} 1e20
numbers{n="1e21"} 1e21
numbers{n="1e-6"} 0.00000123456789
numbers{n="1e-7"} 1.23456789e-7
numbers{n="least"} 5e-324
numbers{n="most"} 1.7976931348623157e308
numbers{n="dots"} .5
numbers{n="dots too"} 5.
taken{job="mine",instance="here"} 10
taken{job="mine",exported_job="yours"} 11
twice 12
twice 13
reserved{__name="x"} 14
_under:score 15
# TYPE histogram histogram
histogram_bucket{le="0.1"} 1
histogram_bucket{le="+Inf"} 2
histogram_sum 3.5
histogram_count 2
#no space, no meaning
# TYPE
own_time 16 %(seconds_ago_10)d
old 17 %(minutes_ago)d
too_old 18 1395066363000
early 19 %(in_an_hour)d

	
last_line_without_an_end{a="new
line"} 20'''
CONSTANTS = ['node_uname_info', 'node_exporter_build_info', 'node_memory_MemTotal_bytes', 'node_boot_time_seconds', 'node_cpu_info', 'node_os_info', 'node_time_zone_offset_seconds']
JOBS = ['node', 'awkward', 'hanging', 'html', 'failing', 'over_samples', 'over_size', 'closed']


class Exporter(http.server.BaseHTTPRequestHandler):
    stop = threading.Event()
    began = int(time.time() * 1000)

    def do_GET(self):
        if self.path == '/hanging':
            self.stop.wait()
            return
        body, status = 'good 1\n' * 5, 200
        if self.path == '/awkward':
            body = AWKWARD % {'seconds_ago_10': self.began - 10_000, 'minutes_ago': self.began - 150_000, 'in_an_hour': self.began + 3_600_000}
        elif self.path == '/html':
            body = '<!DOCTYPE html>\n<html><body>Not a metric: 1</body></html>\n'
        elif self.path == '/failing':
            status = 500
        elif self.path.startswith('/over'):
            body = ''.join(f'many{{n="{n}"}} {n}\n' for n in range(101))
        self.send_response(status)
        self.send_header('Content-Type', 'text/plain; version=0.0.4')
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def config(exporter, node, closed):
    jobs = ''
    for job in JOBS:
        port = {'node': node, 'closed': closed}.get(job, exporter)
        path = '/metrics' if job == 'node' else '/' + job
        limit = {'over_samples': '    sample_limit: 100\n', 'over_size': '    body_size_limit: 1KB\n'}.get(job, '')
        targets = "    file_sd_configs: [{files: ['targets-*.json'], refresh_interval: 1s}]\n" if job == 'node' else f"    static_configs: [{{targets: ['127.0.0.1:{port}'], labels: {{kind: odd}}}}]\n"
        jobs += f'  - job_name: {job}\n    metrics_path: {path}\n{limit}{targets}'
    return f'global: {{scrape_interval: 1s, scrape_timeout: 800ms}}\nscrape_configs:\n{jobs}'


def get(base, path, **parameters):
    with urllib.request.urlopen(base + path + '?' + urllib.parse.urlencode(parameters), timeout=30) as answer:
        return json.load(answer)['data']


def query(base, selector, at):
    """What the selector gives: (labels, value or values), without what only Prometheus reports and what no two scrapes have in common."""
    own = ('scrape_duration_seconds', 'scrape_samples_post_metric_relabeling', 'scrape_series_added')
    return {tuple(sorted(r['metric'].items())): r.get('values') or r['value'][1]
            for r in get(base, '/api/v1/query', query=selector, time=at)['result'] if r['metric']['__name__'] not in own}


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise TimeoutError(f'waited {seconds} s in vain')
        time.sleep(0.2)


def has_all(base):
    try:
        return len(get(base, '/api/v1/query', query='up')['result']) == len(JOBS)
    except (urllib.error.URLError, OSError):
        return False


def interpolate(points, at):
    for (t1, v1), (t2, v2) in zip(points, points[1:]):
        if t1 <= at <= t2:
            return float(v1) + (float(v2) - float(v1)) * (at - t1) / ((t2 - t1) or 1)
    return None


def cost(process):
    with open(f'/proc/{process.pid}/status') as status:
        memory = next(int(line.split()[1]) // 1024 for line in status if line.startswith('VmRSS'))
    with open(f'/proc/{process.pid}/stat') as stat:
        fields = stat.read().rsplit(')', 1)[1].split()
    return memory, (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def compare(prometheus, monitor, seconds):
    at = time.time()
    rows = []

    def row(what, theirs, ours, is_good):
        rows.append((what, theirs, ours, 'ok' if is_good else '**differs**'))

    theirs, ours = (query(base, '{job="awkward"}', at) for base in (prometheus, monitor))
    different = sorted(str(key) for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key))
    row('series of the awkward exporter, with their values', len(theirs), f'{len(ours)}, of which {len(different)} differ', len(theirs) >= 40 and not different)
    for each in different:
        print('differs:', each, file=sys.stderr)

    theirs, ours = (query(base, '{job="node"}', at) for base in (prometheus, monitor))
    unshared = theirs.keys() ^ ours.keys()
    row('series of the node exporter', len(theirs), f'{len(ours)}, of which {len(unshared)} are in one alone', len(theirs) > 200 and len(unshared) <= len(theirs) / 100)
    constants = [key for key in theirs if dict(key)['__name__'] in CONSTANTS]
    same = [key for key in constants if ours.get(key) == theirs[key]]
    row('constants of the node exporter', len(constants), f'{len(same)} are equal', len(constants) >= 4 and len(same) == len(constants))

    span = f'[{seconds}s]'
    theirs, ours = (query(base, f'node_cpu_seconds_total{span}', at) for base in (prometheus, monitor))
    gaps = [abs(float(value) - between) for key, points in ours.items() for time_, value in points if (between := interpolate(theirs.get(key, []), time_)) is not None]
    row('`node_cpu_seconds_total`: largest difference by interpolation', f'{len(theirs)} series', f'{len(ours)} series, {len(gaps)} points, {max(gaps, default=9):.3f} s', theirs.keys() == ours.keys() and len(gaps) > seconds and max(gaps) <= 1)

    theirs, ours = (sum(len(points) for points in query(base, f'{{job="node"}}{span}', at).values()) for base in (prometheus, monitor))
    row(f'samples of the node exporter in {seconds} s', theirs, f'{ours} ({ours / theirs:.1%})', ours >= 0.9 * theirs)

    for job in JOBS:
        theirs, ours = (query(base, f'up{{job="{job}"}}', at) for base in (prometheus, monitor))
        row(f'`up` of {job}', *(next(iter(each.values()), 'none') for each in (theirs, ours)), len(theirs) == 1 and theirs == ours)
        expected = '1' if job in ('node', 'awkward') else '0'
        if list(theirs.values()) != [expected]:
            row(f'`up` of {job} should be {expected}', '', '', False)
    return rows


def main():
    dll, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60
    missing = [tool for tool in ('prometheus', 'prometheus-node-exporter', 'dotnet') if not shutil.which(tool)]
    if missing:
        sys.exit(f'not installed: {", ".join(missing)}')
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Exporter)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    node, closed, a, b = (free_port() for _ in range(4))
    prometheus, monitor = f'http://127.0.0.1:{a}', f'http://127.0.0.1:{b}'
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'prometheus.yml')
        with open(path, 'w') as file:
            file.write(config(server.server_address[1], node, closed))
        with open(os.path.join(folder, 'targets-node.json'), 'w') as file:
            json.dump([{'targets': [f'127.0.0.1:{node}'], 'labels': {'kind': 'machine'}}], file)
        logs = [open(os.path.join(folder, name), 'w') for name in ('node', 'prometheus', 'monitor')]
        commands = (['prometheus-node-exporter', f'--web.listen-address=127.0.0.1:{node}'],
                    ['prometheus', f'--config.file={path}', f'--storage.tsdb.path={folder}/tsdb', f'--web.listen-address=127.0.0.1:{a}'],
                    ['dotnet', 'exec', dll, '--config', path, '--storage', f'{folder}/db', '--urls', monitor])
        children = [subprocess.Popen(command, stdout=log, stderr=log) for command, log in zip(commands, logs)]
        try:
            wait_for(lambda: has_all(prometheus) and has_all(monitor))
            time.sleep(seconds + 1)
            rows = compare(prometheus, monitor, seconds)
            costs = [cost(child) for child in children[1:]]
            rows.append(('memory, processor time', *(f'{memory} MB, {cpu:.1f} s' for memory, cpu in costs), ''))
        except Exception:
            for log in logs[1:]:
                with open(log.name) as lines:
                    print(log.name, *lines.readlines()[-20:], sep='\n', file=sys.stderr)
            raise
        finally:
            Exporter.stop.set()
            for child in children:
                child.terminate()
            codes = [child.wait(20) for child in children]
    rows.append(('exit code after SIGTERM', codes[1], codes[2], 'ok' if codes[1:] == [0, 0] else '**differs**'))
    print('| | Prometheus | Monitor | |', '|---|---|---|---|', *(f'| {" | ".join(map(str, row))} |' for row in rows), sep='\n')
    sys.exit(any(row[3].startswith('**') for row in rows))


main()
