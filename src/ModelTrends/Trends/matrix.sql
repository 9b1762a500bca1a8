-- Publisher country by origin country; a stock of the last observed day, a flow of all days.
select cube.publisher_country, cube.origin_country, sum({value})::bigint
from {cube} cube
where cube.source_id = @source_id and cube.day between @from and @to and {where}
group by 1, 2
having sum({value}) <> 0
order by 3 desc, 1, 2
