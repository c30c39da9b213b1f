# The results as text. They go into the snapshot as they are: read and written again, a time could come out
# in another form.
function Receive-GfaCollection {
    param([string[]]$Name, [string]$Folder, [hashtable]$Ended = @{})
    $facts = @{}
    $isFull = $null
    foreach ($collector in $Name) {
        $path = Join-Path $Folder "$collector.json"
        if (Test-Path -LiteralPath $path) {
            $facts[$collector] = Read-GfaText -Path $path
            continue
        }
        if ($null -eq $isFull) { $isFull = -not (Test-GfaRoom -Folder $Folder) }
        # Where nothing can be put down, what the host says is held in memory.
        if ($isFull -and -not $Ended[$collector]) {
            $facts[$collector] = Get-GfaFactText -Name $collector
            continue
        }
        $message = if ($Ended[$collector]) { 'CollectorTimedOut' } else { 'CollectorEnded' }
        $facts[$collector] = ConvertTo-GfaJson (New-GfaFact -Status failed -Reason (Get-GfaMessage $message $collector))
    }
    $facts
}
