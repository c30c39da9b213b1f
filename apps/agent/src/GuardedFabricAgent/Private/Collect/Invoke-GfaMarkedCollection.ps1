# Collects in this process, for half of what another PowerShell would cost. Nothing in it can end a cmdlet that does not
# return; the time limit of the task does. So each collector is marked before it begins and its result is put down
# when it ends, and the next run knows what this one had found and where it was (Resume-GfaRun). Answers with nothing
# where no mark can be set.
function Invoke-GfaMarkedCollection {
    param([string[]]$Name, [string]$StatePath, [hashtable]$Run, [string]$Negotiated)
    $ProgressPreference = 'SilentlyContinue'
    $work = Join-Path $StatePath 'work'
    $folder = Join-Path $work $Run['snapshotId']
    $hung = Get-GfaHungCollector -StatePath $StatePath
    try {
        $null = New-Item -Path $folder -ItemType Directory -ErrorAction Stop
        Set-Content -LiteralPath (Join-Path $folder 'context.txt') -Value $Negotiated -Encoding Ascii
        Write-GfaFile -Path (Join-Path $folder 'run.json') -Text (ConvertTo-GfaJson ($Run + (Get-GfaProcess -Id $PID)))
    } catch {
        Write-Verbose (Get-GfaErrorText $_)
        return
    }
    $script:GfaBootMemory = Copy-GfaRecord (Read-GfaStateFile -StatePath $StatePath -Name boot)
    $facts = @{}
    foreach ($collector in $Name) {
        $facts[$collector] = if (-not (Test-GfaLeftOut -Name $collector -Hung $hung -Boot $facts['boot'])) {
            Write-GfaFactFile -Name $collector -ResultPath $folder
            (Receive-GfaCollection -Name $collector -Folder $folder)[$collector]
        } elseif ($collector -eq 'hgsClient') {
            # What HGS says is what the agent is for, so it is still asked, where it can be ended.
            Save-GfaFact -Folder $folder -Name $collector -Json (Invoke-GfaCollection -Name $collector -WorkPath $work)[$collector]
        } else {
            $reason = Get-GfaMessage CollectorLeftOut $collector, (ConvertTo-GfaTimestamp $hung[$collector]), (ConvertTo-GfaTimestamp $hung[$collector].AddHours(4))
            Save-GfaFact -Folder $folder -Name $collector -Json (ConvertTo-GfaJson (New-GfaFact -Status failed -Reason $reason))
        }
    }
    # On a full disk all of it is read again next time.
    try { Write-GfaStateFile -StatePath $StatePath -Name boot -Value $script:GfaBootMemory } catch { Write-Verbose (Get-GfaErrorText $_) }
    $script:GfaBootMemory = $null
    $script:GfaWorkPath = $null
    $facts
}
