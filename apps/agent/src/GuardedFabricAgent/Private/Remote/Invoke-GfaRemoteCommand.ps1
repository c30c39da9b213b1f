# Runs a CIM command over the sessions of some computers and sorts what comes back by computer. Answers with what
# an error said that names none.
function Invoke-GfaRemoteCommand {
    param([string[]]$Name, [string]$Command, [hashtable]$Parameter, [hashtable]$Answer)
    $sessions = @($Name | ForEach-Object { $script:GfaRemote['Session'][$_] })
    $nameless = @()
    try {
        & $Command @Parameter -CimSession $sessions -ErrorAction Continue 2>&1 | ForEach-Object {
            $isFault = $null -ne $_.CategoryInfo -and $null -ne $_.FullyQualifiedErrorId
            $computer = if ($isFault) { "$($_.OriginInfo.PSComputerName)" } else { "$($_.PSComputerName)" }
            if (-not $Answer.ContainsKey($computer) -and $Name.Count -eq 1) { $computer = $Name[0] }
            $text = if ($isFault) { Get-GfaErrorText $_ }
            if ($isFault -and -not $text) { $text = "$_" }
            if (-not $Answer.ContainsKey($computer)) {
                if ($isFault) { $nameless += $text }
                return
            }
            $Answer[$computer]['Has'] = $true
            if (-not $isFault) { $Answer[$computer]['Value'] += $_; return }
            $Answer[$computer]['Fault'] = $text
            $Answer[$computer]['FaultAt'] = Get-Date
            $Answer[$computer]['IsAbsent'] = Test-GfaAbsent $_
        }
    } catch {
        $nameless += Get-GfaErrorText $_
    }
    $nameless -join ' '
}
