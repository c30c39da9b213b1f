# What the host being looked at answered to a question. The first host that is asked has the question put to all
# of them at once: the sessions of one call are worked on side by side, which is all the parallelism that
# Constrained Language Mode leaves.
function Read-GfaRemoteAnswer {
    param([string]$Key, [string]$Command, [hashtable]$Parameter)
    $remote = $script:GfaRemote
    if ($null -eq $remote['Answer'][$Key]) {
        $remote['Answer'][$Key] = Receive-GfaRemoteAnswer -Command $Command -Parameter $Parameter
    }
    $answer = $remote['Answer'][$Key][$remote['Current']]
    if ($answer['Fault']) {
        $id = if ($answer['IsAbsent']) { 'GfaAbsent' } else { 'GfaFault' }
        Write-Error -Message $answer['Fault'] -ErrorId $id -ErrorAction Stop
    }
    $answer['Value']
}
