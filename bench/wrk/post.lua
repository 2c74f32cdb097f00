-- Posts the lines of a file in turn, and prints what came of it as one line of JSON.
-- usage: wrk ... -s post.lua URL -- FILE [NAME VALUE]...    names and values are those of headers

local requests = {}
local turn = 0

function init(args)
  local headers = { ["content-type"] = "application/json" }
  for index = 2, #args, 2 do headers[args[index]] = args[index + 1] end
  for line in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, line)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
