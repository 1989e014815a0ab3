-- Carry out prepared commands on one person's keys, if nothing was entered in the trail since they were prepared.
-- KEYS[1] audit    ARGV  id of the newest entry they were made from, then one JSON list of words per command
-- Replies 1, or 0 when the trail has grown

local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if (newest and newest[1] or '') ~= ARGV[1] then
  return 0
end
for index = 2, #ARGV do
  redis.call(unpack(cjson.decode(ARGV[index])))
end
return 1
