# The request's text. Stored texts go in as they are: read and written again, a time or a number could come
# out in another form and the same snapshot would contradict itself.
function New-GfaEnvelope {
    param([object[]]$Batch, [string]$EnrolmentId, [int]$Pending, [int64]$Dropped)
    $snapshots = foreach ($item in $Batch) {
        # A sequence counts within its own enrolment only.
        if ($item.Entry.EnrolmentId -ne $EnrolmentId) { $item.Text; continue }
        '{"sequence":' + $item.Entry.Sequence + ',' + $item.Text.Substring(1)
    }
    $spool = '{"pending":' + $Pending + ',"dropped":' + $Dropped + '}'
    $sentAt = ConvertTo-GfaTimestamp (Get-Date)
    '{"schema":1,"sentAt":"' + $sentAt + '","spool":' + $spool + ',"snapshots":[' + ($snapshots -join ',') + ']}'
}
