"""Five replica sites of Vietnamese provincial portals, written by us, with a loopback server.

`demo.content` holds the articles, which are also the truth that tests compare with;
`demo.sites` lays them out as five content management systems do; `demo.server` serves
them on 127.0.0.1; `demo.config` writes the configuration with which to crawl them.
Every person in them is invented; places are real only where they matter.
"""
