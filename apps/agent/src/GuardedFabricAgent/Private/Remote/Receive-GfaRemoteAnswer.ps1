# Puts one question to all sessions and answers with a table of computer and answer. A host that let its time run
# out is asked nothing more in this run, so that one that hangs costs the others one wait and no more.
function Receive-GfaRemoteAnswer {
    param([string]$Command, [hashtable]$Parameter)
    $remote = $script:GfaRemote
    $answers = @{}
    foreach ($name in $remote['Session'].Keys) {
        $answers[$name] = @{ Value = @(); Fault = $remote['Silent'][$name]; IsAbsent = $false; Has = $false }
    }
    $asked = @($answers.Keys | Where-Object { -not $answers[$_]['Fault'] })
    if ($asked.Count -eq 0) { return $answers }
    $begunAt = Get-Date
    $nameless = Invoke-GfaRemoteCommand -Name $asked -Command $Command -Parameter $Parameter -Answer $answers
    # An error that does not say whose it is belongs to the only one asked; else each that said nothing is asked alone.
    $quiet = @($asked | Where-Object { -not $answers[$_]['Has'] })
    if ($nameless -and $asked.Count -eq 1) { $answers[$asked[0]]['Fault'] = $nameless }
    elseif ($nameless) {
        foreach ($name in $quiet) {
            $alone = Invoke-GfaRemoteCommand -Name @($name) -Command $Command -Parameter $Parameter -Answer $answers
            if ($alone) { $answers[$name]['Fault'] = $alone }
        }
    }
    # A slow question may take its time without the host being gone.
    if ($Parameter['OperationTimeoutSec'] -gt 10) { return $answers }
    foreach ($name in $asked) {
        $at = $answers[$name]['FaultAt']
        if ($null -ne $at -and ($at - $begunAt).TotalSeconds -ge 0.8 * $Parameter['OperationTimeoutSec']) {
            $remote['Silent'][$name] = Get-GfaMessage RemoteSilent $name, $answers[$name]['Fault']
        }
    }
    $answers
}
